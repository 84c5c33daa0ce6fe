"""A ticket's page, its live regions and its verbs."""

from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.later import after_answer
from itsm.people.models import Person
from itsm.tickets import forms, presence, verbs
from itsm.tickets.access import ticket_or_404
from itsm.tickets.clocks import bars
from itsm.tickets.errors import Refused, StaleTicket
from itsm.tickets.fields import AS_AGREED, promise_choices
from itsm.tickets.models import Draft, Link, Macro, Ticket
from itsm.tickets.panels import panels_for
from itsm.tickets.timeline import lines

PEOPLE_SHOWN = 20
REGIONS = {"conversation", "panel", "presence"}
OF_COMPOSER = {"stop", "macros"}
SAYING = {"reply", "note", "log"}
OPEN_ANYWAY = {"presence", "macros"}  # asked by a page that lies open, and tell nothing of the ticket


@require_safe
def ticket(request: HttpRequest, place: str, number: str) -> HttpResponse:
    region = request.htmx.target if request.htmx and request.htmx.target in REGIONS | OF_COMPOSER else ""
    found = ticket_or_404(request.user, place, number, with_people=True, reads=region not in OPEN_ANYWAY)
    if not request.user.works_the_desk:
        return redirect("portal:ticket", number=found.number)
    template = "tickets/composer.html" if region in OF_COMPOSER else "tickets/ticket.html"
    answer = render(request, template, page(request, found, region), partial=region)
    if region == "presence" and missed_news(request, found):
        answer["HX-Trigger"] = "live:ticket"
    return answer


def missed_news(request: HttpRequest, found: Ticket) -> bool:
    """Did something happen between the drawing of the page and the opening of its stream?"""
    shown = request.GET.get("shown", "")
    return shown.isdecimal() and found.last_event > int(shown)


def page(request: HttpRequest, found: Ticket, region: str = "") -> dict[str, Any]:
    """What the page, or one region of it, needs; a region asks for no more than it shows."""
    context: dict[str, Any] = {"ticket": found, "now": timezone.now()}
    if region in {"", "conversation", "stop"}:
        story, folded = lines(found, request.user, everything="all" in request.GET)
        context |= {"lines": story, "folded": folded}
        context |= {"seen": seen(request), "news": news(request, story)}
    if region in {"", "panel"}:
        context |= {
            "clocks": bars(found),
            "verbs": verbs.offered(found, request.user),
            "offer": found.standing_offer,
        }
        context["panels"] = panels_for(found, request)
    if region in {"", "presence"}:
        context["here"] = presence.see(found.pk, request.user, replying="writing" in request.GET)
    if region == "macros":
        context["macros"] = Macro.objects.visible_to(request.user)
    if not region:
        context["draft"] = found.drafts.filter(person=request.user).first()
        context |= composer(request, found)
    return context


def composer(request: HttpRequest, found: Ticket) -> dict[str, Any]:
    return {
        "promises": [("", AS_AGREED), *promise_choices(timezone.now())],
        "spoken": forms.LogForm.base_fields["channel"].choices,  # type: ignore[attr-defined]
    }


def seen(request: HttpRequest) -> int | None:
    """The last event somebody had before them when they began to write. Who writes nothing has seen all there is."""
    said = request.GET.get("seen", "")
    return int(said) if "writing" in request.GET and said.isdecimal() else None


def news(request: HttpRequest, story: list[Any]) -> list[Any]:
    """Messages by others that came after what the writer had seen: the stop sign."""
    last = seen(request)
    if last is None:
        return []
    return [
        line
        for line in story
        if line.event.comment and line.event.pk > last and line.event.actor_id != request.user.pk
    ]


def links(found: Ticket, reader: Person) -> list[tuple[str, Ticket, str]]:
    """(how, other ticket, kind) in both directions; tickets the reader may not see are left out."""
    mine = Link.objects.filter(Q(source=found.pk) | Q(target=found.pk)).order_by("pk")
    ends = [
        (target if source == found.pk else source, how(kind, outward=source == found.pk), kind)
        for source, target, kind in mine.values_list("source", "target", "kind")
    ]
    if not ends:
        return []
    others = Ticket.objects.visible_to(reader).for_list().in_bulk([pk for pk, _how, _kind in ends])
    return [(said, others[pk], kind) for pk, said, kind in ends if pk in others]


def how(kind: str, *, outward: bool) -> str:
    return str(Link.Kind(kind).label if outward else Link.REVERSE[Link.Kind(kind)])


@require_http_methods(["GET", "HEAD", "POST"])
def ticket_verb(request: HttpRequest, place: str, number: str, verb: str) -> HttpResponse:
    """Every verb: its form in a dialog (or a plain page), then the act, the refusal or what is missing."""
    found = ticket_or_404(request.user, place, number)
    known = verbs.find(found, verb)
    if known is None:
        raise Http404
    if not known.is_allowed(found, request.user):
        raise PermissionDenied
    known = known.said_to(request.user)
    if request.method != "POST":
        form = known.form(ticket=found, person=request.user, initial=request.GET.dict())
        return render(
            request, "tickets/verb.html", {"ticket": found, "verb": known, "form": form}, partial="verb"
        )
    return do_verb(request, found, known)


def do_verb(request: HttpRequest, found: Ticket, known: verbs.Verb) -> HttpResponse:
    form = known.form(request.POST, request.FILES, ticket=found, person=request.user)
    context = {"ticket": found, "verb": known, "form": form}
    try:
        after = form.try_to_act() if form.is_valid() else None
    except StaleTicket as stale:
        form.data = request.POST.copy()  # told now: the next press sends it
        form.data["seen"] = str(stale.ticket.last_event)
        return render(request, "tickets/verb.html", context | {"stale": stale}, partial="verb", status=409)
    except Refused as refused:
        return render(
            request, "tickets/verb.html", context | {"refused": refused}, partial="verb", status=409
        )
    if form.errors:
        return render(request, "tickets/verb.html", context, partial="verb", status=422)
    if known.name in SAYING:
        found.drafts.filter(person=request.user).delete()
        if request.user.works_the_desk:
            after_answer(partial(presence.see, found.pk, request.user, replying=False))
    messages.success(
        request, _("%(number)s: %(verb)s, done.") % {"number": found.number, "verb": known.label}
    )
    return redirect(onward(request, after or found, known))


def onward(request: HttpRequest, found: Ticket, known: verbs.Verb) -> str:
    """What was just said is in sight, not below the composer that lies over the end of the conversation."""
    if not request.user.works_the_desk:
        return reverse("portal:ticket", args=[found.number])
    return found.get_absolute_url() + (f"#e{found.last_event}" if known.name in SAYING else "")


@require_POST
def draft(request: HttpRequest, place: str, number: str) -> HttpResponse:
    """Keep what is being written, and tell the others that someone writes."""
    found = ticket_or_404(request.user, place, number)
    words = request.POST.get("words", "")
    if just_sent(found, request.user, words):  # the sending overtook the keeping
        return HttpResponse(status=204)
    Draft.keep(
        ticket_id=found.pk, person=request.user, mode=request.POST.get("kind", "public")[:8], words=words
    )
    presence.see(found.pk, request.user, replying=bool(words.strip()))
    return HttpResponse(status=204)


def just_sent(found: Ticket, person: Person, words: str) -> bool:
    lately = timezone.now() - timedelta(minutes=1)
    return (
        found.events.filter(actor=person, comment=words.strip(), at__gte=lately).exclude(comment="").exists()
    )


@require_safe
def context(request: HttpRequest, place: str, number: str) -> HttpResponse:
    """Who this colleague is, what else they wait for, what is broken where they are."""
    found = ticket_or_404(request.user, place, number)
    if not request.user.works_the_desk:
        raise Http404
    mine = Ticket.objects.visible_to(request.user).open().exclude(pk=found.pk).select_related("service")
    place_now = (
        mine.filter(site=found.site, priority__lte=Ticket.Priority.HIGH) if found.site else mine.none()
    )
    return render(
        request,
        "tickets/context.html",
        {
            "ticket": found,
            "their_time": timezone.localtime(timezone.now(), ZoneInfo(found.requester.time_zone)).strftime(
                "%H:%M"
            ),
            "others": mine.filter(requester=found.requester).order_by("-opened_at")[:5],
            "people": found.participants.for_page()[: PEOPLE_SHOWN + 1],
            "links": links(found, request.user),
            "broken": place_now.exclude(requester=found.requester).order_by("priority", "-opened_at")[:5],
            "same_service": mine.filter(service=found.service).order_by("-opened_at")[:5]
            if found.service
            else [],
        },
    )
