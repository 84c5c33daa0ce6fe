"""The colleague's own pages: their things, one thing, and what they can do about it. Everything works without JavaScript."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.tickets import forms, verbs
from itsm.tickets.cards import cards_for
from itsm.tickets.models import Ticket
from itsm.tickets.timeline import lines

RECENT_DAYS = 90


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is broken here first, then what I wait for, then what is over."""
    mine = Ticket.objects.filter(requester=request.user).with_people()
    since = timezone.now() - timedelta(days=RECENT_DAYS)
    running = Ticket.objects.announced().with_people().order_by("-opened_at")
    cards = cards_for(request)
    told = {pk for card in cards for pk in card.get("covers", ())}
    theirs = set(request.user.participations.filter(part="affected").values_list("ticket", flat=True))
    return render(
        request,
        "portal/home.html",
        {
            "cards": cards,
            "running": [
                (ticket, ticket.pk in theirs or ticket.requester_id == request.user.pk)
                for ticket in running
                if ticket.pk not in told
            ],
            "waiting": mine.open().order_by("-opened_at"),
            "to_confirm": mine.filter(open=False, closed_at=None).order_by("-opened_at"),
            "over": KeysetPage.of(
                mine.filter(open=False, closed_at__gte=since),
                ("-opened_at", "-pk"),
                request.GET.get("cursor"),
                size=20,
            ),
            "now": timezone.now(),
        },
    )


@require_safe
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """One thing of mine: where it is, who has it, when I hear next, what was said."""
    base = get_object_or_404(Ticket.objects.visible_to(request.user), number=number.upper())
    found = base.specific
    region = "story" if request.htmx and request.htmx.target == "story" else ""
    story, _folded = lines(found, request.user, everything=True)
    public = [line for line in story if line.event.is_public]
    offered = [verb for verb in verbs.offered(found, request.user) if verb.involved]
    reply = forms.ReplyForm(ticket=found, person=request.user)
    context = {"ticket": found, "lines": public, "verbs": offered, "reply": reply, "now": timezone.now()}
    context["steps"] = steps(found)
    return render(request, "portal/ticket.html", context, partial=region)


def steps(found: Ticket) -> list[tuple[str, str]]:
    """Where it stands as plain steps, each done, now or to come. A cancelled one has no steps."""
    here = found.STEPS.get(found.status)
    if here is None:
        return []
    words = {place: found.STEP_WORDS[place] for place in sorted(set(found.STEPS.values()))}
    return [
        (str(label), "done" if place < here else "now" if place == here else "")
        for place, label in words.items()
    ]


@require_POST
def me_too(request: HttpRequest, number: str) -> HttpResponse:
    """A colleague has the trouble everyone is told of: they hear what is said about it from now on."""
    running = get_object_or_404(Ticket.objects.announced(), number=number.upper())
    running.me_too(by=request.user)
    messages.success(request, _("Noted. You hear about %(number)s from now on.") % {"number": running.number})
    return redirect("portal:home")
