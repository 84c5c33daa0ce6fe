"""A ticket's timeline as a page shows it: messages, one line for what happened, a rule for each day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, Q
from django.utils import timezone

from itsm.frame.prepared import Prepared
from itsm.frame.sql import Sql
from itsm.people.models import Person
from itsm.tickets.models import SPOKEN, Attachment, Event, Ticket

# A longer story is folded: its beginning and its latest part stand on the page, the middle is one click away.
SHOWN = 200
ME_TOO, MERGED_HERE = "ticket.me_too", "ticket.merge_in"
TONES = {
    "ticket.keep_promise": "kept",
    "ticket.break_promise": "broken",
    "ticket.breach": "broken",
    "ticket.breach_task": "broken",
    "ticket.fail_task": "broken",
    "ticket.drop": "broken",
    "ticket.escalate": "broken",
}


NEWEST = Prepared(  # as the desk reads it: everything
    lambda ticket: Event.objects.filter(ticket=ticket).with_names().order_by("-at", "-pk")[: SHOWN + 1], int
)
FILES = Prepared(
    lambda events: Attachment.objects.filter(
        Sql("{event} = ANY({events})", BooleanField(), events=events)
    ).order_by("pk"),
    list,
)


@dataclass(frozen=True)
class Line:
    """One line of the conversation; `day` is set where a new day begins."""

    event: Event
    day: date | None
    kind: str  # public, internal, logged, event
    from_colleague: bool
    tone: str  # kept or broken: what counts for or against us
    merged: bool  # it happened on a ticket that was merged into this one
    files: Sequence[Attachment] = ()
    more: int = 0  # so many of the same in a row, folded into this line


def lines(ticket: Ticket, reader: Person, *, everything: bool = False) -> tuple[list[Line], int]:
    """The lines this reader may see, oldest first, and how many older ones are folded away."""
    most = None if everything else SHOWN + 1
    events = Event.objects.filter(ticket=ticket.pk).visible_to(reader).with_names()
    at_the_desk = reader.works_the_desk and not everything
    newest = NEWEST(ticket.pk) if at_the_desk else list(events.order_by("-at", "-pk")[:most])
    if _may_have_merged(newest, most, reader):
        merged = Ticket.objects.filter(merged_into=ticket.pk).order_by()
        open_to_them = Q(restricted=False) | Q(pk__in=Ticket.objects.visible_to(reader).values("pk"))
        theirs = merged.filter(open_to_them).values_list("pk", flat=True)
        events = Event.objects.filter(ticket__in=[ticket.pk, *theirs]).visible_to(reader).with_names()
        newest = list(events.order_by("-at", "-pk")[:most])
    folded = 0
    if not everything and len(newest) > SHOWN:
        newest, folded = newest[:SHOWN], events.count() - SHOWN
    return _folded(_dated(newest[::-1], ticket)), folded


def _may_have_merged(newest: list[Event], most: int | None, reader: Person) -> bool:
    """Few tickets have. The desk reads the line that says so; the line may be folded away."""
    return not reader.works_the_desk or len(newest) == most or any(e.verb == MERGED_HERE for e in newest)


def _dated(events: Sequence[Any], ticket: Ticket) -> Iterator[Line]:
    files: dict[int | None, list[Attachment]] = {}
    for file in FILES([event.pk for event in events]):
        files.setdefault(file.event_id, []).append(file)
    last = None
    for event in events:
        day = timezone.localtime(event.at).date()
        ours = event.actor_id is None or (event.actor_id != ticket.requester_id and event.by_desk)
        yield Line(
            event,
            day if day != last else None,
            kind_of(event),
            not ours,
            TONES.get(event.verb, ""),
            event.ticket_id != ticket.pk,
            files.get(event.pk, ()),
        )
        last = day


def _folded(story: Iterator[Line]) -> list[Line]:
    """Forty colleagues who say “me too” one after the other are one line."""
    out: list[Line] = []
    for line in story:
        last = out[-1] if out else None
        if last and not line.day and line.event.verb == last.event.verb == ME_TOO:
            out[-1] = replace(line, day=last.day, more=last.more + 1)
        else:
            out.append(line)
    return out


def kind_of(event: Event) -> str:
    if not event.comment:
        return "event"
    if event.verb == "ticket.log" or event.channel in SPOKEN:
        return "logged"
    return "public" if event.is_public else "internal"
