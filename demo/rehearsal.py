"""A life lived in memory: the real verbs, with no database under them.

History is some twenty-five thousand verbs, which at a few milliseconds each would take minutes. A `Rehearsed` ticket
runs them on Python lists instead, so every ledger, promise and strip is what the desk itself would have written, and is
then written in bulk (`itsm.frame.copying`). Only what the verbs say to the database is replaced here, never what they decide.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps.registry import Apps

from catalog.models import Approval, ApprovalStep, ServiceRequest, Task
from catalog.models.parts import NoApprovals, NoPlan, parts, register_approvals, register_plan
from incidents.models import Incident
from itsm.people.models import Person, Team
from itsm.services.policy import Policy
from itsm.tickets.models import Act, Clock, Clocks, Event, Handover, Hold, Holder, Participant
from itsm.tickets.models.act import BREACH_VERBS, COUNTED
from itsm.tickets.models.clock import BREACH, steps_for
from itsm.tickets.models.strip import ENDED, STRIP_LENGTH

if TYPE_CHECKING:
    from typing import Any as Base  # whatever the practice's model has
else:
    Base = object

SWEPT_AFTER = timedelta(seconds=20)  # the sweep comes by once a minute
NO_HOLD = Hold()


class RehearsedClocks(Clocks):
    ticket: "Rehearsal"

    def __init__(self, ticket: "Rehearsal", *, now: datetime, fresh: bool = False) -> None:
        self.ticket, self.now, self.policy = ticket, now, ticket.policy
        self.live = {clock.kind: clock for clock in ticket.kept_clocks if clock.outcome == Clock.Outcome.LIVE}
        self.changed, self.new = {}, []

    def revive(self, kind: str) -> None:
        stopped = [clock for clock in self.ticket.kept_clocks if clock.kind == kind]
        if stopped and kind not in self.live:
            self.live[kind] = stopped[-1]
            self.enter(kind, "continue")

    def save(self) -> None:
        self.ticket.kept_clocks.extend(self.new)
        self.new, self.changed = [], {}

    def _touch(self, clock: Clock) -> None:
        if clock not in self.new:
            self.changed[id(clock)] = clock


class RehearsedAct(Act):
    ticket: "Rehearsal"

    def __post_init__(self) -> None:
        self.clocks = RehearsedClocks(self.ticket, now=self.now, fresh=self.fresh)

    def finish(self) -> None:
        ticket = self.ticket
        ticket.due_at = self.clocks.due(Clock.Kind.FIRST_RESPONSE, Clock.Kind.RESOLUTION)
        self.announce_breaches()
        ticket.changed_at, ticket.version = self.now, ticket.version + 1
        events = [self.draft(self.verb, self.details, comment=self.comment, public=self.public)]
        events += [self.draft(verb, details) for verb, details in self.extra]
        self.event = events[0]
        ticket.kept_events += events
        self.clocks.save()
        if self.hold is not None:
            ticket.kept_holds.append(self.hold)


class Rehearsal(Base):
    """Keeps what it would have written in lists. Stands before a practice's own model among the bases."""

    policy: Policy
    kept_events: list[Event]
    kept_clocks: list[Clock]
    kept_holds: list[Hold]
    kept_handovers: list[Handover]
    kept_participants: list[Participant]
    strip: list[Any]
    team: Any
    assignee: Any
    breached: bool
    escalation: int

    @classmethod
    def begin(
        cls, *, by: Person, requester: Person, title: str, policy: Policy, now: datetime, **fields: Any
    ) -> Self:
        """What `Ticket.begin` does; the number comes when it is written."""
        ticket = cls(
            kind=cls.KIND,
            title=title,
            requester=requester,
            opened_by=by,
            opened_at=now,
            changed_at=now,
            **fields,
        )
        ticket.policy = policy
        ticket.kept_events, ticket.kept_clocks, ticket.kept_holds = [], [], []
        ticket.kept_handovers, ticket.kept_participants = [], []
        ticket.site = ticket.site or requester.site
        ticket.priority = policy.priority(ticket.impact, ticket.urgency)
        act = RehearsedAct(
            ticket=ticket, verb="open", by=by, now=now, fresh=True, public=True, channel=ticket.channel
        )
        act.details["priority"] = ticket.priority
        act.clocks.start(Clock.Kind.FIRST_RESPONSE, act.clocks.targets.first_response)
        act.clocks.start(Clock.Kind.RESOLUTION, act.clocks.targets.resolution)
        ticket.make_promise(act)
        ticket.pass_baton(Holder.AGENT if ticket.assignee_id else Holder.TEAM, act, person=ticket.assignee)
        act.finish()
        return ticket

    @contextmanager
    def act(
        self, verb: str, *, by: Person | None, now: datetime, public: bool = False, comment: str = "", channel: str = "",
        seen: int | None = None, **details: Any,
    ) -> Iterator[Act]:  # fmt: skip
        self.pass_time(now)
        act = RehearsedAct(ticket=self, verb=verb, by=by, now=now, details=details)
        act.public, act.comment, act.channel = public, comment, channel
        yield act
        act.finish()

    # What the verbs ask the database ------------------------------------------------------------------------------

    def pass_baton(self, holder: Holder, act: Act, *, person: Person | None = None) -> None:
        self._end_hold_row(act.now)
        act.hold = NO_HOLD  # so that the verb does not look for the row it would end
        super().pass_baton(holder, act, person=person)

    def lay_down(self, act: Act) -> None:
        self._end_hold_row(act.now)
        self.drops_at = None
        self.strip = [*self.strip, [ENDED, "", int(act.now.timestamp()), None]][-STRIP_LENGTH:]

    def _end_hold_row(self, now: datetime) -> None:
        if self.kept_holds and self.kept_holds[-1].until is None:
            self.kept_holds[-1].until = now

    def offer(self) -> Handover | None:
        last = self.kept_handovers[-1] if self.kept_handovers else None
        return last if last and last.state == Handover.State.OFFERED else None

    def _answer_offer(
        self, state: Handover.State, *, by: Person, now: datetime, reason: str = ""
    ) -> Handover | None:
        offer = self.offer()
        if offer is not None:
            offer.state, offer.answered_at, offer.answered_by, offer.reason = state, now, by, reason
        return offer

    def hand_over(
        self, *, to_team: Team, found: str, colleague_knows: str, promised: str, by: Person, now: datetime
    ) -> Handover:
        with self.act("hand_over", by=by, now=now, comment=found) as act:
            self._answer_offer(Handover.State.ACCEPTED, by=by, now=now)
            offer = Handover(
                from_team=self.team, from_person=self.assignee, to_team=to_team, found=found,
                colleague_knows=colleague_knows, promised=promised, at=now, by=by,
            )  # fmt: skip
            self.kept_handovers.append(offer)
            act.details |= {"from": self.team.name, "to": to_team.name, "to_id": to_team.pk, "offer": offer}
            act.details |= {"colleague_knows": colleague_knows, "promised": promised}
            self.team, self.assignee = to_team, None
            self.handover_count += 1
            self.pass_baton(Holder.TEAM, act)
        return offer

    def add_person(self, person: Person, part: str, *, by: Person, now: Any = None) -> bool:
        with self.act(
            "add_person", by=by, now=now, person=person.short_name, person_id=person.pk, part=part
        ) as act:
            self.join(person, part, by=by, now=act.now)
        return True

    def me_too(self, *, by: Person, now: datetime) -> bool:
        with self.act("me_too", by=by, now=now, public=True):
            self.join(by, Participant.Part.AFFECTED, by=by, now=now)
        return True

    def join(
        self, person: Person, part: str, *, by: Person | None, now: datetime
    ) -> tuple[Participant, bool]:
        row = Participant(person=person, part=part, since=now, added_by=by)
        self.kept_participants.append(row)
        self.affected_count += part == Participant.Part.AFFECTED
        return row, True

    # What the sweep does ------------------------------------------------------------------------------------------

    def pass_time(self, now: datetime) -> None:
        """Warn, breach and escalate whatever came due before `now`, each at its own moment."""
        while True:
            due = [(clock.next_at, clock) for clock in self.kept_clocks if clock.next_at]
            at, clock = min(due, key=itemgetter(0), default=(now, None))
            if clock is None or at + SWEPT_AFTER >= now:
                return
            self._take_step(clock, at=at + SWEPT_AFTER)

    def _take_step(self, clock: Clock, *, at: datetime) -> None:
        """As `itsm.tickets.sweep` does it."""
        steps = steps_for(clock.kind, self.policy.targets(self.service_id, self.kind, self.priority))
        due = [step for step in steps[clock.step :] if step.percent == steps[clock.step].percent]
        clock.step += len(due)
        clock.next_at = clock.moment_of_step(steps, clock.reading(self.policy), self.policy)
        if not due:
            return
        verb = "warn"
        if due[0].percent < BREACH:
            clock.warned_at = at
        elif clock.announced_at is None:
            kind = Clock.Kind(clock.kind)
            verb, clock.announced_at = BREACH_VERBS.get(kind, "breach"), at
            clock.breached_at = clock.breached_at or clock.due_at
            self.breached = self.breached or kind in COUNTED
        else:
            verb, self.escalation = "escalate", self.escalation + 1
        tells = [[step.tells, step.team_id] for step in due if step.tells]
        details = {"clock": clock.kind, "percent": due[0].percent, "tells": tells, "due": clock.due_at}
        self.kept_events.append(
            Event(verb=f"ticket.{verb}", at=at, details=details, audience=Event.Audience.INTERNAL)
        )


# In a registry of their own, so that Django makes no table or permission for them.
class Rehearsed(Rehearsal, Incident):  # type: ignore[misc]
    class Meta:
        proxy = True
        apps: ClassVar = Apps()
        app_label = "incidents"


class RehearsedRequest(Rehearsal, ServiceRequest):  # type: ignore[misc]
    """Approvals and tasks are rows of their own: `demo.asked` keeps them beside it."""

    kept_steps: list[ApprovalStep]
    kept_approvals: list[Approval]
    kept_tasks: list[Task]

    def who_is_asked(self) -> None:
        """None of its approvals is written yet, so there is nobody to ask the database for."""

    class Meta:
        proxy = True
        apps: ClassVar = Apps()
        app_label = "catalog"


@contextmanager
def by_themselves() -> Iterator[None]:
    """While requests are rehearsed, nobody is asked and no plan is laid out: both would go to the database."""
    kept = parts.approvals, parts.plan
    register_approvals(NoApprovals())
    register_plan(NoPlan())
    try:
        yield
    finally:
        register_approvals(kept[0])
        register_plan(kept[1])
