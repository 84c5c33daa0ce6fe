"""Finished tickets as lines of COPY: one made by the model, the others like it with their own words, people and times."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from demo.copying import columns, copy_lines, text
from incidents.models import Incident, Resolution
from itsm.tickets.models import Event, Ticket

if TYPE_CHECKING:
    from demo.bench.bulk import Bulk

SOME_DAYS = 3 * 86_400


class Finished:
    """A chunk of closed tickets: opened, answered, resolved."""

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
        return event + 3

    def copy(self) -> None:
        copy_lines(Ticket, self.fields, self.tickets)
        copy_lines(Incident, self.incident_fields, self.incidents)
        order = ("id", "ticket", "verb", "actor", "at", "audience", "channel", "comment", "details")
        copy_lines(Event, [Event._meta.get_field(name) for name in order], self.events)  # type: ignore[misc]


def strip(team: str, agent: str, *moments: datetime) -> str:
    opened, taken, done = (int(moment.timestamp()) for moment in moments)
    return json.dumps([["team", team, opened, None], ["agent", agent, taken, None], ["end", "", done, None]])


def template(row: Any, *, own: bool = True) -> dict[str, str]:
    return {field.attname: text(getattr(row, field.attname)) for field in columns(type(row), own=own)}


def filled(line: dict[str, str], own: dict[str, Any]) -> str:
    return "\t".join([str(value) for value in (line | own).values()])
