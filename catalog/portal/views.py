"""The portal's search: an answer while they type, and the same as a page."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from catalog.portal import finding
from itsm.frame import menu
from itsm.frame.http import HttpRequest, render
from itsm.knowledge import asking
from itsm.knowledge.models import Asked
from itsm.knowledge.sources import find_everywhere

LONGEST = 200  # characters of a question
EACH, TYPING, PAGE = 6, 6, 20
LIKE, FEWEST, SURE = (
    3,
    4,
    0.5,
)  # of what is like it; characters before anything is; the score below which nothing is said
TROUBLE = ("notice", "known_error", "article", "ticket")


def asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST]


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    words, typing = asked(request), bool(request.htmx) and not request.htmx.boosted
    found = find_everywhere(words, request.user, EACH if typing else PAGE)
    hits = finding.answers(found, words, limit=TYPING if typing else PAGE)
    if words and not typing:
        asking.note(words, place=Asked.Place.PORTAL, by=request.user, hits=len(hits))
    context = {"words": words, "hits": hits, "ways": menu.entries_for(request, "help")}
    return render(request, "portal/find.html", context, partial="answers")


@require_safe
def like(request: HttpRequest) -> HttpResponse:
    """What might be the same as the trouble that somebody is just writing down."""
    words = request.GET.get("title", "").replace("\x00", " ").strip()[:LONGEST]
    found = find_everywhere(words, request.user, LIKE, kinds=TROUBLE) if len(words) >= FEWEST else []
    hits = [hit for hit in finding.answers(found, words, limit=LIKE) if hit.score >= SURE]
    return render(request, "portal/like.html", {"hits": hits})


@require_safe
def open_answer(request: HttpRequest) -> HttpResponse:
    """On to an answer; what was opened is kept with the words that found it."""
    to = request.GET.get("to", "")
    if not to.startswith("/") or not url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        raise Http404
    if words := asked(request):
        among = request.GET.get("n", "")[:5]
        hits = int(among) if among.isdecimal() else 1
        asking.note(words, place=Asked.Place.PORTAL, by=request.user, hits=max(hits, 1))
        asking.opened(words, to, by=request.user)
    return redirect(to)
