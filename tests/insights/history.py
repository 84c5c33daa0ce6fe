"""Small histories written down row by row, with the times that a test counts along. Clocks read them from their ledgers."""

from datetime import datetime
from itertools import count
from typing import Any

from itsm.people.models import Person, Team
from itsm.services.clockwork import Act, Entry
from itsm.services.policy import current_policy
from itsm.tickets.models import Clock, Event, Handover, Hold, Link, Ticket

NOTE = {"found": "A loose cable.", "colleague_knows": "That we look.", "promised": "A word today."}


class History:
    """Everything is kept in memory until `write`."""

    def __init__(self, *, team: Team, agent: Person, colleague: Person) -> None:
        self.team, self.agent, self.colleague = team, agent, colleague
        self.policy, self.numbers = current_policy(), count(1)
        self.tickets: list[Ticket] = []
        self.rows: dict[type, list[Any]] = {Clock: [], Hold: [], Event: [], Handover: [], Link: []}

    def ticket(self, opened: datetime, resolved: datetime | None = None, **fields: Any) -> Ticket:
        usual: dict[str, Any] = {
            "kind": "incident", "status": "closed" if resolved else "in_progress", "open": resolved is None,
            "team": self.team, "assignee": self.agent, "requester": self.colleague, "opened_by": self.colleague,
        }  # fmt: skip
        number = f"HIS-{next(self.numbers)}"
        ticket = Ticket(
            number=number, title=number, opened_at=opened, resolved_at=resolved, closed_at=resolved,
            held_since=opened, **{**usual, **fields},
        )  # fmt: skip
        self.tickets.append(ticket)
        return ticket

    def clock(
        self,
        ticket: Ticket,
        kind: str,
        *acts: tuple[datetime, str],
        target: int = 36_000,
        due: datetime | None = None,
    ) -> Clock:
        """In office hours, or day and night until it is due. `acts`: what was written into its ledger, and when."""
        begun = acts[0][0]
        calendar = self.policy.targets(None, "incident", 3).calendar_id if due is None else None
        target = target if due is None else int((due - begun).total_seconds())
        clock = Clock(ticket=ticket, kind=kind, calendar_id=calendar, target=target, started_at=begun)
        for at, act in acts:
            clock.enter(Entry(at, Act(act), target if act == "start" else None), steps=(), policy=self.policy)
        return self.keep(clock)

    def hold(self, ticket: Ticket, holder: str, since: datetime, until: datetime | None, **who: Any) -> Hold:
        who = {"person": self.agent} if holder == "agent" and not who else who
        team = who.pop("team", ticket.team)
        return self.keep(Hold(ticket=ticket, holder=holder, team=team, since=since, until=until, **who))

    def event(self, ticket: Ticket, verb: str, at: datetime, *, by: Person | None = None) -> Event:
        return self.keep(Event(ticket=ticket, verb=verb, at=at, actor=by or self.agent))

    def handover(self, ticket: Ticket, to: Team, at: datetime, *, state: str = "accepted") -> Handover:
        answered = at if state != "offered" else None
        return self.keep(
            Handover(
                ticket=ticket, from_team=self.team, to_team=to, at=at, by=self.agent, state=state, answered_at=answered, **NOTE
            )
        )  # fmt: skip

    def link(self, source: Ticket, target: Ticket, kind: str, at: datetime) -> Link:
        return self.keep(Link(source=source, target=target, kind=kind, at=at))

    def keep(self, row: Any) -> Any:
        self.rows[type(row)].append(row)
        return row

    def write(self) -> None:
        Ticket.objects.bulk_create(self.tickets)
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows)
        self.tickets, self.rows = [], {model: [] for model in self.rows}
