"""The verbs of an incident, told in memory: what they would have written, without writing it.

Each act here mirrors the verb of its name in `itsm.tickets.models` and `incidents.models` less what a log cannot know (words,
promises, hand-over notes). The ledgers are kept by the same `Clocks`; a test holds both ways of telling one story to each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from incidents.models import Incident
from itsm.people.models import Person, Team
from itsm.services.calendars import deadline
from itsm.services.policy import Policy, Targets
from itsm.tickets.models import Clock, Clocks, Event, Hold, Holder, Ticket
from itsm.tickets.models.act import BREACH_VERBS, COUNTED
from itsm.tickets.models.ending import CONFIRM_WITHIN_DAYS, WORKING_DAY
from itsm.tickets.models.event import plain
from itsm.tickets.models.strip import STRIP_LENGTH
from itsm.tickets.models.waiting import HELD_BY

Status = Incident.Status
OURS = frozenset({Holder.TEAM, Holder.AGENT})
SIDE = "with"  # an Event that a row implied besides its own one


class ToldClocks(Clocks):
    """Clocks that never ask the database: their ticket is not there yet."""

    def __init__(self, ticket: Ticket, *, policy: Policy, agreement: int, now: datetime) -> None:
        self.ticket, self.policy, self.agreement, self.now = ticket, policy, agreement, now
        self.live: dict[str, Clock] = {}
        self.changed: dict[int, Clock] = {}
        self.new: list[Clock] = []

    @property
    def targets(self) -> Targets:
        key = (self.agreement, self.ticket.kind, self.ticket.priority)
        return self.policy.table.get(key) or self.policy.fallback[self.agreement]

    def last(self, kind: str) -> Clock | None:
        return next((clock for clock in reversed(self.new) if clock.kind == kind), None)

    def revive(self, kind: str) -> None:
        clock = self.last(kind)
        if clock is not None and kind not in self.live:
            self.live[kind] = clock
            self.enter(kind, "continue")


@dataclass
class Story:
    """One incident while its rows are told."""

    incident: Incident
    clocks: ToldClocks
    log: str
    row: int = 0
    told: int = 0  # the last row that has an Event of its own
    events: list[Event] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    extras: dict[str, Any] = field(
        default_factory=dict
    )  # what only ServiceNow knows, for the row's own Event

    # The verbs --------------------------------------------------------------------------------------------------------

    def open(self, *, at: datetime, by: Person) -> None:
        it = self.incident
        with self.act("open", at=at, by=by, priority=it.priority):
            self.clocks.start(Clock.Kind.FIRST_RESPONSE, self.clocks.targets.first_response)
            self.clocks.start(Clock.Kind.RESOLUTION, self.clocks.targets.resolution)
            self.pass_baton(Holder.AGENT if it.assignee else Holder.TEAM, at=at, person=it.assignee)

    def start(self, *, at: datetime, by: Person | None) -> None:
        with self.move("start", Status.IN_PROGRESS, at=at, by=by):
            pass

    def hold(self, reason: str, *, at: datetime, by: Person | None) -> None:
        """Only the resolution clock is paused: when this is not New any more, the first response has been given."""
        it = self.incident
        with self.move("hold", Status.ON_HOLD, at=at, by=by, reason=reason):
            it.hold_reason = reason
            if reason in self.clocks.targets.pauses:
                self.clocks.enter(Clock.Kind.RESOLUTION, "pause", reason=reason)
            if reason in HELD_BY:
                holder = HELD_BY[reason]  # type: ignore[index]
                self.pass_baton(holder, at=at, person=it.requester if holder == Holder.COLLEAGUE else None)

    def resume(self, *, at: datetime, by: Person | None) -> None:
        with self.move("resume", Status.IN_PROGRESS, at=at, by=by):
            self.incident.hold_reason = ""
            self.clocks.resume()
            if self.incident.holder not in OURS:
                self.take_back(at=at)

    def resolve(
        self, *, at: datetime, by: Person | None, resolved_at: datetime | None, facts: dict[str, str]
    ) -> None:
        """`resolved_at` is what the log says; without it nobody knows when service was back, so no verdict is given."""
        it = self.incident
        with self.move("resolve", Status.RESOLVED, at=at, by=by, resolution="", servicenow=facts) as details:
            it.hold_reason, it.resolved_at = "", resolved_at
            self.stop_all(outcome=None if resolved_at else Clock.Outcome.VOID)
            self.lay_down(at=at)
            it.closes_at = deadline(at, CONFIRM_WITHIN_DAYS * WORKING_DAY, self.clocks.targets.hours)
            details["closes_at"] = it.closes_at

    def resolve_later(self, *, at: datetime, by: Person | None) -> None:
        """Resolved all along, but the log moves the time: what lay between counts, so the clock goes on and stops again."""
        was, self.incident.resolved_at = self.incident.resolved_at, at
        with self.act("edit", at=at, by=by, public=False, resolved_at=[was, at]):
            clock = self.clocks.last(Clock.Kind.RESOLUTION)
            if clock is not None and clock.stopped_at is not None:
                self.clocks.now = clock.stopped_at
                self.clocks.revive(Clock.Kind.RESOLUTION)
                self.clocks.now = at
                self.clocks.stop(Clock.Kind.RESOLUTION)

    def close(self, *, at: datetime, by: Person | None, facts: dict[str, Any]) -> None:
        it, how = self.incident, Incident.ClosedBy.AGENT if by else Incident.ClosedBy.AUTO
        unsolved = it.status not in Incident.FINISHED
        with self.move("close", Status.CLOSED, at=at, by=by, how=how, servicenow=facts):
            it.closed_at, it.closed_how, it.closes_at, it.hold_reason = at, how, None, ""
            if unsolved:
                self.stop_all(outcome=Clock.Outcome.VOID)
                self.lay_down(at=at)

    def cancel(self, *, at: datetime, by: Person | None) -> None:
        with self.move("cancel", Status.CANCELLED, at=at, by=by):
            self.incident.closed_at, self.incident.hold_reason = at, ""
            self.stop_all(outcome=Clock.Outcome.VOID)
            self.lay_down(at=at)

    def reopen(self, *, at: datetime, by: Person | None) -> None:
        it = self.incident
        with self.move("reopen", Status.IN_PROGRESS, at=at, by=by) as details:
            it.reopen_count += 1
            it.resolved_at = it.closes_at = it.closed_at = None
            it.closed_how = ""
            self.clocks.revive(Clock.Kind.RESOLUTION)
            if targets := self.clocks.retarget():
                details["targets"] = targets
            self.take_back(at=at)

    def hand_over(self, team: Team, *, at: datetime, by: Person | None) -> None:
        it = self.incident
        details = {"from": it.team.name, "to": team.name, "to_id": team.pk}
        with self.act("hand_over", at=at, by=by, public=False, **details):
            it.team, it.assignee = team, None
            it.handover_count += 1
            self.pass_baton(Holder.TEAM, at=at)

    def assign(self, person: Person, *, at: datetime, by: Person | None) -> None:
        with self.act("assign", at=at, by=by, person=person.short_name, person_id=person.pk):
            self.incident.assignee = person
            if self.incident.holder in OURS:
                self.pass_baton(Holder.AGENT, at=at, person=person)

    def put_back(self, *, at: datetime, by: Person | None) -> None:
        """From a person's hands to the team's queue. Baton has no verb for it: a person hands over to a person."""
        was, self.incident.assignee = str(self.incident.assignee), None
        with self.act("edit", at=at, by=by, public=False, assignee=[was, None]):
            if self.incident.holder in OURS and self.incident.open:
                self.pass_baton(Holder.TEAM, at=at)

    def edit(self, *, at: datetime, by: Person | None, **fields: Any) -> None:
        changes = {
            name: [plain(getattr(self.incident, name)), plain(value)] for name, value in fields.items()
        }
        with self.act("edit", at=at, by=by, public=False, **changes) as details:
            for name, value in fields.items():
                setattr(self.incident, name, value)
            if {"priority", "service"} & changes.keys():
                details["targets"] = self.clocks.retarget()

    def update(self, *, at: datetime, by: Person | None) -> None:
        """A row that changed nothing Baton can show. It has its Event all the same: the log is accounted for row by row."""
        with self.act("imported_update", at=at, by=by, public=False):
            pass

    def respond(self, *, at: datetime, before_it_was_opened: bool) -> None:
        """The log has no words: the first row that is not New any more stands for the first answer."""
        self.clocks.now = at
        self.clocks.stop(
            Clock.Kind.FIRST_RESPONSE, outcome=Clock.Outcome.VOID if before_it_was_opened else None
        )

    # How --------------------------------------------------------------------------------------------------------------

    @contextmanager
    def act(
        self, verb: str, *, at: datetime, by: Person | None, public: bool = True, **details: Any
    ) -> Iterator[dict[str, Any]]:
        self.clocks.now = at
        yield details
        it = self.incident
        it.due_at = self.clocks.due(Clock.Kind.FIRST_RESPONSE, Clock.Kind.RESOLUTION)
        it.changed_at, it.version = at, it.version + 1
        self.tell(verb, details, at=at, by=by, public=public)
        for clock in self.clocks.new:
            if clock.breached_at and not clock.announced_at:
                clock.announced_at = at
                it.breached = it.breached or clock.kind in COUNTED
                breach = {"clock": str(clock.kind), "due": clock.breached_at}
                self.tell(BREACH_VERBS.get(clock.kind, "breach"), breach, at=at, by=by, public=False)

    @contextmanager
    def move(
        self, verb: str, target: str, *, at: datetime, by: Person | None, **details: Any
    ) -> Iterator[dict[str, Any]]:
        """The log is history: what happened is told, also where the flow has no such step."""
        with self.act(verb, at=at, by=by, **details) as told:
            it = self.incident
            told["status"] = [str(it.status), str(target)]
            it.status, it.open = target, target not in Incident.FINISHED
            yield told

    def tell(
        self, verb: str, details: dict[str, Any], *, at: datetime, by: Person | None, public: bool
    ) -> None:
        own, self.told = self.told != self.row, self.row
        source: dict[str, Any] = {"log": self.log, "row" if own else SIDE: self.row}
        facts = {**(self.extras if own else {}), **details.pop("servicenow", {})}
        told = {**details, "source": source, **({"servicenow": facts} if facts else {})}
        kind = self.incident.kind if verb == "open" or verb in Incident.FLOW else "ticket"
        self.events.append(
            Event(
                ticket_id=self.incident.pk,
                verb=f"{kind}.{verb}",
                actor=by,
                at=at,
                audience=Event.Audience.PUBLIC if public else Event.Audience.INTERNAL,
                channel=self.incident.channel if verb == "open" else "",
                details=told,
            )
        )

    def pass_baton(self, holder: Holder, *, at: datetime, person: Person | None = None) -> None:
        it = self.incident
        self.end_hold(at=at)
        it.holder, it.held_since = holder, at
        self.holds.append(Hold(ticket_id=it.pk, holder=holder, team=it.team, person=person, since=at))
        self.clocks.stop(Clock.Kind.HANDOVER)
        if holder == Holder.TEAM:
            target, own = self.clocks.targets.handover, int(it.team.handover_target.total_seconds())
            self.clocks.start(Clock.Kind.HANDOVER, min(own, target) if target else own)
        it.drops_at = self.clocks.due(Clock.Kind.HANDOVER)
        who = str(person) if person else it.team.name if holder == Holder.TEAM else ""
        drops = int(it.drops_at.timestamp()) if it.drops_at else None
        it.strip = [*it.strip, [str(holder), who, int(at.timestamp()), drops]][-STRIP_LENGTH:]

    def take_back(self, *, at: datetime) -> None:
        it = self.incident
        self.pass_baton(Holder.AGENT if it.assignee else Holder.TEAM, at=at, person=it.assignee)

    def lay_down(self, *, at: datetime) -> None:
        self.end_hold(at=at)
        self.incident.drops_at = None
        self.incident.strip = [*self.incident.strip, ["end", "", int(at.timestamp()), None]][-STRIP_LENGTH:]

    def end_hold(self, *, at: datetime) -> None:
        if self.holds and self.holds[-1].until is None:
            self.holds[-1].until = at

    def stop_all(self, *, outcome: str | None) -> None:
        """`outcome` is for the resolution clock; every other one stops as its ledger tells."""
        for kind in list(self.clocks.live):
            self.clocks.stop(kind, outcome=outcome if kind == Clock.Kind.RESOLUTION else None)
