"""One act on a ticket: gathered in memory, written in one transaction with its Events."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from itsm.people.models import Person
from itsm.services.policy import Policy, current_policy
from itsm.tickets.models.baton import Hold
from itsm.tickets.models.clock import Clock, Clocks
from itsm.tickets.models.event import Event
from itsm.tickets.outbox import post
from itsm.tickets.signals import event_recorded

if TYPE_CHECKING:
    from itsm.tickets.models.attachment import Attachment
    from itsm.tickets.models.ticket import Ticket

# What a breach is called in the timeline, by clock. The first two count against the service level.
BREACH_VERBS: dict[str, str] = {Clock.Kind.NEXT_UPDATE: "break_promise", Clock.Kind.HANDOVER: "drop"}
COUNTED = frozenset({Clock.Kind.FIRST_RESPONSE, Clock.Kind.RESOLUTION})


@dataclass
class Act:
    """One change of a ticket while it happens: who, when, which clocks, and what the Event will say."""

    ticket: "Ticket"
    verb: str
    by: Person | None
    now: datetime
    details: dict[str, Any] = field(default_factory=dict)
    policy: Policy | None = None
    public: bool = False
    comment: str = ""
    channel: str = ""
    fresh: bool = False
    clocks: Clocks = field(init=False)
    event: Event = field(init=False)
    extra: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    files: "list[Attachment]" = field(default_factory=list)
    hold: Hold | None = None

    def __post_init__(self) -> None:
        self.clocks = Clocks(
            self.ticket, now=self.now, policy=self.policy or current_policy(), fresh=self.fresh
        )

    def also(self, verb: str, **details: Any) -> None:
        """Something else that this act made true and that is counted on its own, such as a kept promise."""
        self.extra.append((verb, details))

    def attach(self, files: "Iterable[Attachment]") -> None:
        self.files.extend(files)

    def finish(self) -> None:
        """Write it all: the ticket, its clocks, its holder, the Events. Runs inside the act's transaction."""
        ticket = self.ticket
        ticket.due_at = self.clocks.due(Clock.Kind.FIRST_RESPONSE, Clock.Kind.RESOLUTION)
        self.announce_breaches()
        ticket.changed_at, ticket.version = self.now, ticket.version + 1
        events = [self.draft(self.verb, self.details, comment=self.comment, public=self.public)]
        events += [self.draft(verb, details, public=False) for verb, details in self.extra]
        if self.fresh:
            events[0].pk = ticket.last_event = ticket.number_it()
            ticket.save(force_insert=True)
            events[0].ticket = ticket  # again: now it has its id
        self.event = record(events)[0]
        if not self.fresh:
            ticket.last_event = events[-1].pk
            ticket.write_changes()
        self.clocks.save()
        if self.hold is not None:
            self.hold.ticket_id = ticket.pk
            self.hold.save(force_insert=True)
        for file in self.files:
            file.settle(self.event)

    def announce_breaches(self) -> None:
        """A clock may be found breached before the sweep came by: the fact is recorded here, and only once."""
        for clock in self.clocks.touched():
            if clock.breached_at and not clock.announced_at:
                clock.announced_at = self.now
                self.ticket.breached = self.ticket.breached or clock.kind in COUNTED
                self.also(BREACH_VERBS.get(clock.kind, "breach"), clock=clock.kind, due=clock.breached_at)

    def draft(self, verb: str, details: dict[str, Any], *, public: bool = False, comment: str = "") -> Event:
        flow_verb = verb == "open" or verb in self.ticket.FLOW
        return Event(
            ticket=self.ticket,
            verb=f"{self.ticket.kind if flow_verb else 'ticket'}.{verb}",
            actor=self.by,
            at=self.now,
            audience=Event.Audience.PUBLIC if public else Event.Audience.INTERNAL,
            channel=self.channel if comment or verb == "open" else "",
            comment=comment,
            details=details,
        )


def record(events: list[Event]) -> list[Event]:
    """Write events, post them to whoever subscribed to their verbs, and send the signal after commit."""
    Event.objects.bulk_create(events)
    post(events)
    transaction.on_commit(lambda: [event_recorded.send(Event, event=event) for event in events])
    return events
