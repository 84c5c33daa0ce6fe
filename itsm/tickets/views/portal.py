"""The colleague's own pages: their things, one thing, and what they can do about it. Everything works without JavaScript."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame import menu
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.models import Person
from itsm.tickets import forms, verbs
from itsm.tickets.cards import cards_for
from itsm.tickets.models import Ticket
from itsm.tickets.panels import panels_for
from itsm.tickets.timeline import lines
from itsm.tickets.whereabouts import asked_by, of, things_of

RECENT_DAYS = 90


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ask first; then what is broken here, what waits for me, what I wait for, what is over."""
    cards = cards_for(request)
    return render(
        request,
        "portal/home.html",
        {
            "cards": cards,
            "ways": menu.entries_for(request, "help"),
            "running": running(request.user, told={pk for card in cards for pk in card.get("covers", ())}),
            "things": things_of(request.user),
            "below": cards_for(request, "below"),
            "over": over(request.user, request.GET.get("cursor")),
        },
    )


def running(person: Person, *, told: set[int]) -> list[tuple[Ticket, bool]]:
    """Major trouble that no card speaks of, each with whether it is theirs already."""
    theirs = set(person.participations.filter(part="affected").values_list("ticket", flat=True))
    found = Ticket.objects.announced().with_people().exclude(pk__in=told).order_by("-opened_at")
    return [(ticket, ticket.pk in theirs or ticket.requester_id == person.pk) for ticket in found]


def over(person: Person, cursor: str | None) -> KeysetPage:
    since = timezone.now() - timedelta(days=RECENT_DAYS)
    done = asked_by(person).filter(open=False, closed_at__gte=since)
    return KeysetPage.of(done, ("-opened_at", "-pk"), cursor, size=20)


@require_safe
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """One thing of mine: where it is, who has it, when I hear next, what was said."""
    base = get_object_or_404(Ticket.objects.visible_to(request.user), number=number.upper())
    base.has_reader(request.user)
    found = base.specific
    region = "story" if request.htmx and request.htmx.target == "story" else ""
    story, _folded = lines(found, request.user, everything=True)
    public = [line for line in story if line.event.is_public]
    offered = [verb.said_to(request.user) for verb in verbs.offered(found, request.user) if verb.involved]
    reply = forms.ReplyForm(ticket=found, person=request.user)
    context = {
        "ticket": found,
        "lines": public,
        "verbs": offered,
        "reply": reply,
        "now": timezone.now(),
        "here": of(found, request.user),
        "panels": panels_for(found, request, page="portal"),
    }
    return render(request, "portal/ticket.html", context, partial=region)


@require_POST
def me_too(request: HttpRequest, number: str) -> HttpResponse:
    """A colleague has the trouble everyone is told of: they hear what is said about it from now on."""
    running = get_object_or_404(Ticket.objects.announced(), number=number.upper())
    running.me_too(by=request.user)
    messages.success(request, _("Noted. You hear about %(number)s from now on.") % {"number": running.number})
    return redirect("portal:home")
