"""Finished tickets as lines of COPY: one made by the model, the others like it with their own words, people and times."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from incidents.models import Incident, Resolution
from itsm.frame.copying import NULL, TEXTS, columns, copy_lines, text
from itsm.services.clockwork import Act, Entry
from itsm.tickets.models import Clock, Event, Hold, Holder, Ticket

if TYPE_CHECKING:
    from demo.bench.bulk import Bulk

SOME_DAYS = 3 * 86_400
TARGETS = {Clock.Kind.FIRST_RESPONSE: 1800, Clock.Kind.NEXT_UPDATE: 2700, Clock.Kind.RESOLUTION: 2 * 86_400}


class Finished:
    """A chunk of closed tickets: opened, answered, resolved, with the clocks that stopped and who held them."""

    def __init__(self) -> None:
        self.fields = columns(Ticket, own=True)
        self.incident_fields = columns(Incident, own=True)
        self.event_fields = columns(Event, own=True)
        self.ticket_line = template(
            Ticket(
                kind=Ticket.Kind.INCIDENT,
                status=Incident.Status.CLOSED,
                open=False,
                message_count=2,
                version=3,
            )
        )
        self.incident_line = template(
            Incident(resolution=Resolution.FIXED, closed_how=Incident.ClosedBy.AUTO), own=True
        )
        self.clock_line = template(Clock(target=0))
        self.hold_line = template(Hold(holder=Holder.AGENT))
        self.clocks: list[str] = []
        self.holds: list[str] = []
        self.tickets: list[str] = []
        self.incidents: list[str] = []
        self.events: list[str] = []

    def add(self, bulk: "Bulk", *, pk: int, number: int, at: datetime, event: int) -> int:
        """Says the id of the last of its three events."""
        rng, words = bulk.rng, bulk.words
        service = rng.choice(bulk.services)
        agent, colleague = rng.choice(bulk.members[service.team_id]), rng.choice(bulk.colleagues)
        first = at + timedelta(seconds=rng.randrange(60, 3600))
        done = min(first + timedelta(seconds=rng.randrange(600, SOME_DAYS)), bulk.now)
        opened, answered, ended = at.isoformat(), first.isoformat(), done.isoformat()
        own = {
            "id": pk, "number": f"INC-{number}", "title": words.title(), "description": words.message(), "priority": rng.choice((2, 3, 3, 3, 4)),
            "service_id": service.pk, "site_id": colleague.site_id, "requester_id": colleague.pk, "opened_by_id": colleague.pk,
            "team_id": service.team_id, "assignee_id": agent.pk, "held_since": answered, "opened_at": opened, "changed_at": ended,
            "resolved_at": ended, "closed_at": ended, "last_message_at": ended, "last_word_at": ended, "last_event": event + 3,
            "strip": strip(str(service.team), agent.name, at, first, done),
        }  # fmt: skip
        self.tickets.append(filled(self.ticket_line, own))
        self.incidents.append(filled(self.incident_line, {"ticket_ptr_id": pk}))
        for n, (verb, who, when, comment) in enumerate(
            (
                ("incident.open", colleague.pk, opened, ""),
                ("ticket.reply", agent.pk, answered, words.message()),
                ("incident.resolve", agent.pk, ended, words.message()),
            ),
            start=1,
        ):
            self.events.append(f"{event + n}\t{pk}\t{verb}\t{who}\t{when}\tpublic\tdesk\t{comment}\t{{}}")
        for kind, end in zip(TARGETS, (first, first, done), strict=True):
            self.clocks.append(filled(self.clock_line, stopped(bulk, kind, pk, at, end)))
        bulk.hold += 1
        held = {
            "id": bulk.hold,
            "ticket_id": pk,
            "team_id": service.team_id,
            "person_id": agent.pk,
            "since": answered,
            "until": ended,
        }
        self.holds.append(filled(self.hold_line, held))
        return event + 3

    def copy(self) -> None:
        copy_lines(Ticket, self.fields, self.tickets)
        copy_lines(Incident, self.incident_fields, self.incidents)
        copy_lines(Clock, columns(Clock, own=True), self.clocks)
        copy_lines(Hold, columns(Hold, own=True), self.holds)
        order = ("id", "ticket", "verb", "actor", "at", "audience", "channel", "comment", "details")
        copy_lines(Event, [Event._meta.get_field(name) for name in order], self.events)  # type: ignore[misc]


def stopped(bulk: "Bulk", kind: Clock.Kind, ticket: int, start: datetime, end: datetime) -> dict[str, Any]:
    """One that counts day and night and never paused."""
    bulk.clock += 1
    start, end = start.replace(microsecond=0), end.replace(microsecond=0)  # as a ledger has them
    took, target = round((end - start).total_seconds()), TARGETS[kind]
    late = took > target
    ledger = [Entry(at=start, act=Act.START, target=target), Entry(at=end, act=Act.STOP)]
    return {
        "id": bulk.clock, "ticket_id": ticket, "kind": kind, "target": target, "started_at": start.isoformat(),
        "stopped_at": end.isoformat(), "worked": took, "passed": took, "waited": 0,
        "outcome": Clock.Outcome.MISSED if late else Clock.Outcome.MET,
        "breached_at": (start + timedelta(seconds=target)).isoformat() if late else NULL,
        "was_due_at": (start + timedelta(seconds=target)).isoformat(),
        "ledger": json.dumps([entry.to_json() for entry in ledger]),
    }  # fmt: skip


def strip(team: str, agent: str, *moments: datetime) -> str:
    opened, taken, done = (int(moment.timestamp()) for moment in moments)
    return json.dumps([["team", team, opened, None], ["agent", agent, taken, None], ["end", "", done, None]])


def template(row: Any, *, own: bool = True) -> dict[str, str]:
    values = {field.attname: getattr(row, field.attname) for field in columns(type(row), own=own)}
    return {name: TEXTS.get(type(value), text)(value) for name, value in values.items()}


def filled(line: dict[str, str], own: dict[str, Any]) -> str:
    return "\t".join([str(value) for value in (line | own).values()])
