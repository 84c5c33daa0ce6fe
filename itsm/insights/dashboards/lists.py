"""Tickets behind a mark that no single measure counts: which they are, and what is said of each."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame import words
from itsm.insights.dashboards import flow, losses, open_now, states, tracker, unhappy
from itsm.insights.figures import number
from itsm.insights.measures import Filter, Unit
from itsm.insights.measures.states import tickets_in
from itsm.insights.measures.volume import BROUGHT_IN
from itsm.tickets.models import Channel, Ticket
from itsm.tickets.models.kinds import STATUS_LABELS


@dataclass(frozen=True, kw_only=True)
class TicketList:
    """`rows` is asked with what the address says after `of=`, one of `parts`. `head` stands over what is `said` of each."""

    key: str
    title: str | Promise
    rows: Callable[[Filter, str], QuerySet[Any]]
    head: str | Promise
    said: Callable[[Any], Sequence[str]]
    parts: Callable[[], Collection[str]] = lambda: [""]
    part: Callable[[str], str] = lambda of: ""  # in words
    order: tuple[str, ...] = ("-resolved_at", "-pk")


_lists: dict[str, TicketList] = {}


def register_list(*lists: TicketList) -> None:
    """Called by whoever draws marks, once, when its app is ready."""
    _lists.update({one.key: one for one in lists})


def ticket_list(key: str, of: str) -> TicketList | None:
    found = _lists.get(key)
    return found if found and of in found.parts() else None


def age(ticket: Ticket) -> list[str]:
    return [words.duration(timezone.now() - ticket.opened_at)]


def holder(ticket: Ticket) -> list[str]:
    return [str(open_now.HOLDERS[ticket.holder]), words.duration(timezone.now() - ticket.held_since)]


def hands(ticket: Ticket) -> list[str]:
    return [str(ticket.handover_count)]


def state(ticket: Ticket) -> list[str]:
    return [ticket.get_status_display()]


def _held(chosen: Filter, of: str) -> QuerySet[Any]:
    whose, _dot, since = of.partition(".")
    return open_now.among(chosen, open_now.HELD, since, now=timezone.now()).filter(holder=whose)


def _handed(chosen: Filter, of: str) -> QuerySet[Any]:
    return Ticket.objects.filter(pk__in=flow.handed(chosen).filter(state=of).values("ticket"))


def _waited(chosen: Filter, of: str) -> QuerySet[Any]:
    found = losses.waiting_tickets(chosen)
    return found.filter(service=None) if of else found


def waited(ticket: Any) -> list[str]:
    return [_("%(hours)s h") % {"hours": number(ticket.hours, Unit.HOURS)}]


class Channels(tuple[str, ...]):
    """One, or several that are one part of the chart: "api.meeting"."""

    __slots__ = ()

    def __contains__(self, of: object) -> bool:
        return set(str(of).split(".")) <= set(Channel.values)


OLDEST = ("opened_at", "pk")
register_list(
    TicketList(
        key="unhappy",
        title=gettext_lazy("Colleagues who were not well served"),
        rows=lambda chosen, of: unhappy.with_signs(unhappy.UNHAPPY.among(chosen)),
        head=gettext_lazy("What shows it"),
        said=unhappy.said,
    ),
    TicketList(
        key="green-and-unhappy",
        title=gettext_lazy("Green and unhappy"),
        rows=lambda chosen, of: unhappy.with_signs(unhappy.GREEN.among(chosen)),
        head=gettext_lazy("What shows it"),
        said=unhappy.said,
    ),
    TicketList(
        key="open-at",
        title=gettext_lazy("Open at the end"),
        rows=lambda chosen, of: flow.still_open(chosen),
        head=gettext_lazy("Age"),
        said=age,
        order=OLDEST,
    ),
    TicketList(
        key="open-by-age",
        title=gettext_lazy("Open now"),
        rows=lambda chosen, of: open_now.among(chosen, open_now.AGES, of, now=timezone.now()),
        head=gettext_lazy("Age"),
        said=age,
        parts=lambda: open_now.AGES,
        part=lambda of: str(open_now.AGES[of][0]),
        order=OLDEST,
    ),
    TicketList(
        key="open-ageing",
        title=gettext_lazy("Open now"),
        rows=_held,
        head=gettext_lazy("Whose move"),
        said=holder,
        parts=lambda: [f"{whose}.{since}" for whose in open_now.HOLDERS for since in open_now.HELD],
        part=lambda of: f"{open_now.HOLDERS[of.partition('.')[0]]}: {open_now.HELD[of.partition('.')[2]][0]}",
        order=("held_since", "pk"),
    ),
    TicketList(
        key="handed-over",
        title=gettext_lazy("Handed over"),
        rows=_handed,
        head=gettext_lazy("Hand-overs"),
        said=hands,
        parts=lambda: ["accepted", "returned"],
        part=lambda of: _("taken over") if of == "accepted" else _("given back"),
        order=("-opened_at", "-pk"),
    ),
    TicketList(
        key="went-back",
        title=gettext_lazy("Back and forth"),
        rows=lambda chosen, of: flow.WENT.among(chosen).filter(went_back=1),
        head=gettext_lazy("Hand-overs"),
        said=hands,
    ),
    TicketList(
        key="in-state",
        title=gettext_lazy("Stood in a state"),
        rows=tickets_in,
        head=gettext_lazy("State now"),
        said=state,
        parts=lambda: {status for _kind, status in STATUS_LABELS},
        part=states.label,
    ),
    TicketList(
        key="by-channel",
        title=gettext_lazy("Contacts"),
        rows=lambda chosen, of: BROUGHT_IN.among(chosen).filter(channel__in=of.split(".")),
        head=gettext_lazy("State now"),
        said=state,
        parts=Channels,
        part=lambda of: tracker.named(of.split(".")),
        order=("-opened_at", "-pk"),
    ),
    TicketList(
        key="lost-time",
        title=gettext_lazy("Working hours waited"),
        rows=_waited,
        head=gettext_lazy("Waited"),
        said=waited,
        parts=lambda: ["", "none"],
        part=lambda of: _("no service") if of else "",
        order=("-hours", "-pk"),
    ),
)
