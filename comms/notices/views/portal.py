"""A notice for those it was addressed to: read, confirm, answer, say “me too”, ask. All of it works without JavaScript.

Signed in, or by the personal link of a mail (`comms.links`), which opens this one notice and nothing else. Programs that
look at what mails link to open it, too, so it is seen by who lets it lie open or does something on it: see `SeeForm`.
"""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comms import links
from comms.letters import reading_as
from comms.models import Notice
from comms.notices import mine, reading
from comms.notices.acts import ACTS, Act, AskForm
from comms.notices.places import home_card
from comms.notices.story import Reader, is_late
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.models import Person

REGION = "notice"
PAST_PAGE = 20
ORDER = ("-notice__published_at", "-notice")


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Everything I was told: what is running, what is coming, and the last 90 days."""
    now = timezone.now()
    page = KeysetPage.of(mine.past(request.user, now=now), ORDER, request.GET.get("cursor"), size=PAST_PAGE)
    context = {"current": mine.current(request.user, now=now), "page": page}
    return render(request, "portal/notices.html", context)


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """The portal home's card, fetched again when there is news."""
    return render(request, "comms/notices/cards.html", {"card": home_card(request)}, partial="notices")


@login_not_required
@never_cache
@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    reader = reader_of(request, number)
    if reader is None:
        return turned_away(request)
    with reading_as(reader.person):
        return show(request, reader)


@login_not_required
@require_POST
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One of the acts, then the page again; what is missing is said on it, with what was written."""
    reader = reader_of(request, number)
    if reader is None:
        return turned_away(request)
    with reading_as(reader.person):
        form = ACTS[name](request.POST, reader=reader)
        if not form.is_valid():
            return show(request, reader, refused=form)
        form.act(request, now=timezone.now())
    return redirect(back_from(request, reader))


def reader_of(request: HttpRequest, number: str) -> Reader | None:
    """Who reads: whoever is signed in and may, or else whoever the link was written for."""
    if request.user.is_authenticated and (found := for_person(request.user, number)):
        return found
    notice, given = Notice.objects.filter(number=number.upper()).first(), request.GET.get("key", "")
    person = links.reader(notice, given, now=timezone.now()) if notice and given else None
    return for_person(person, number, key=given) if person else None


def for_person(person: Person, number: str, *, key: str = "") -> Reader | None:
    """Nobody but those addressed, and the desk, knows that there is such a notice. A draft is nobody's yet."""
    seen = Notice.objects.visible_to(person).published().with_place()
    notice = seen.filter(number=number.upper()).first()
    return Reader.of(notice, person, key=key) if notice else None


def turned_away(request: HttpRequest) -> HttpResponse:
    """Signed in it is not there for them; a stranger is asked to sign in, whether there is such a notice or not."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.path)


def show(request: HttpRequest, reader: Reader, *, refused: Act | None = None) -> HttpResponse:
    if reader.addressed and not reader.key and is_opened_to_read(request):
        reading.see(reader.notice, reader.person, now=timezone.now())
    context = {
        "reader": reader,
        "notice": reader.notice,
        "refused": refused,
        "asking": refused if isinstance(refused, AskForm) else AskForm(reader=reader),
        "late": is_late(reader.notice, now=timezone.now()),
    }
    region = REGION if request.htmx and request.htmx.target == REGION else ""
    return render(request, "portal/notice.html", context, partial=region, status=422 if refused else 200)


def is_opened_to_read(request: HttpRequest) -> bool:
    """Not what a browser fetches ahead, not an image in a mail, not a look at the headers."""
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    fetched_as = request.headers.get("Sec-Fetch-Dest", "document")
    return request.method == "GET" and "prefetch" not in ahead and fetched_as in {"document", "empty"}


def back_from(request: HttpRequest, reader: Reader) -> str:
    """To the page they pressed the button on: this one, the portal's home, or where the line on top stood."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else reader.here
