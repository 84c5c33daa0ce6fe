"""Search over everything, and the places Ctrl-K can go."""

import re
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from itsm.frame import setup
from itsm.frame.http import HttpRequest, render
from itsm.frame.later import after_answer
from itsm.knowledge import asking
from itsm.knowledge.forms import SearchForm
from itsm.knowledge.models import Asked
from itsm.knowledge.question import LONGEST
from itsm.knowledge.search import SHOWN, Like, people_with, similar_to
from itsm.knowledge.sources import find_everywhere
from itsm.people.models import Person
from itsm.tickets.models import Ticket

EACH = 6  # of a kind, as long as no kind is chosen
NUMBER = re.compile(r"[A-Za-z]{2,4}-\d+\Z")


def asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = asked(request)
    exact = (
        NUMBER.match(words) and Ticket.objects.visible_to(request.user).filter(number=words.upper()).first()
    )
    if exact:
        return redirect(exact if request.user.works_the_desk else f"/portal/{exact.number}/")
    form = SearchForm(request.GET)
    return render(
        request,
        "knowledge/search.html",
        answers(form, request.user) if words else {"words": "", "form": form},
    )


def answers(form: SearchForm, reader: Person) -> dict[str, Any]:
    """What is known about it; the search is noted as finished, for a page is asked by Enter."""
    question, kind = form.question(), form.chosen("kind")
    found = find_everywhere(question, reader, SHOWN if kind else EACH, kinds=[kind] if kind else ())
    people = people_with(question, reader) if not form.narrowed else []
    hits = sum(len(one.hits) for one in found)
    if not form.narrowed:
        place = Asked.Place.DESK if reader.works_the_desk else Asked.Place.PORTAL
        noted = partial(asking.note, question, place=place, by=reader, hits=hits + len(people))
        after_answer(noted)  # nobody waits for it
    rest = {name: form.chosen(name) for name in ("state", "service", "days") if form.chosen(name)}
    return {
        "words": question, "form": form, "found": found, "people": people, "kind": kind, "each": EACH,
        "respelled": question.respelled, "rest": urlencode(rest),
        "opens": f"{reverse('search_open')}?{urlencode({'q': question})}&to=",
    }  # fmt: skip


@require_safe
def open_hit(request: HttpRequest) -> HttpResponse:
    """On to a hit; it is kept with the words that found it."""
    to, words = request.GET.get("to", ""), asked(request)
    if not to.startswith("/") or not url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        raise Http404
    if words:
        asking.opened(words, to, by=request.user)
    return redirect(to)


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Tickets, people and places of Set up for what is being typed into Ctrl-K."""
    words = asked(request)
    found = (
        Ticket.objects.visible_to(request.user).filter(number__startswith=words.upper())[:5] if words else []
    )
    return render(
        request,
        "knowledge/palette.html",
        {
            "tickets": found,
            "lines": setup.found(words, request.user),
            "people": people_with(words, request.user)[:5] if words else [],
        },
    )


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Tickets like the one that is being written; many of one title are one line."""
    found = similar_to(
        request.GET.get("title", ""), request.GET.get("description", ""), request.user, limit=20
    )
    return render(request, "knowledge/similar.html", {"found": Like.folded(found)[:5]})
