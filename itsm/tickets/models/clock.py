"""Clocks of a ticket: first response, the promise of a next word, resolution, hand-over.

A clock's truth is its ledger; `due_at` and `next_at` are read from it and stored so that lists and the sweep can use
an index. Both are empty unless the clock runs, so their partial indexes hold only the work in hand.
"""

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.frame.prepared import Prepared
from itsm.people.models import Person
from itsm.services.calendars import ALWAYS, WorkingHours
from itsm.services.clockwork import Act, Entry, Reading, read, spent
from itsm.services.models import SupportCalendar
from itsm.services.policy import Policy, Step, Targets, current_policy

if TYPE_CHECKING:
    from itsm.tickets.models.ticket import Ticket

BREACH = 100  # percent of the target


class ClockQuerySet(models.QuerySet["Clock"]):
    def live(self) -> Self:
        """Running or paused: not yet stopped."""
        return self.filter(outcome=Clock.Outcome.LIVE)

    def sweepable(self, *, now: datetime) -> Self:
        """A step (warning, breach, escalation) is due: one probe of the index clock_next."""
        return self.filter(next_at__lt=now).order_by("next_at")


class Clock(models.Model):
    """One promise to measure: so much time, in such a calendar, from then on."""

    class Kind(models.TextChoices):
        FIRST_RESPONSE = "first_response", _("first response")
        NEXT_UPDATE = "next_update", _("next word")
        RESOLUTION = "resolution", _("resolution")
        HANDOVER = "handover", _("hand-over")

    class Outcome(models.TextChoices):
        LIVE = "", _("running")
        MET = "met", _("met")
        MISSED = "missed", _("missed")
        RENEWED = "renewed", _("renewed")  # a promise moved before it was due
        VOID = "void", _("void")  # the ticket ended, or the clock no longer applies

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="clocks", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    calendar = models.ForeignKey(
        SupportCalendar, models.PROTECT, null=True, related_name="+", db_index=False
    )  # null: round the clock
    ledger = models.JSONField(default=list)
    target = (
        models.PositiveIntegerField()
    )  # seconds of the calendar, as last agreed; the ledger keeps older ones
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)  # how many escalation steps have been claimed
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)  # a fact of time: never cleared
    announced_at = models.DateTimeField(null=True)  # when the breach was recorded on the ticket, once
    stopped_at = models.DateTimeField(null=True)
    # Written when it stops, for figures; all in seconds of the calendar.
    worked = models.PositiveIntegerField(null=True)  # that counted against the target
    passed = models.PositiveIntegerField(null=True)  # from the start on, whatever happened in between
    waited = models.PositiveIntegerField(null=True)  # of these, while it was paused
    was_due_at = models.DateTimeField(null=True)  # when it would have been due
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.LIVE, blank=True)
    promised_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )  # null: the policy promised

    objects: ClassVar = ClockQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="clock_next", condition=models.Q(next_at__isnull=False)),
            models.Index(
                fields=["kind", "due_at"], name="clock_due", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(fields=["ticket", "kind"], name="clock_ticket"),
            models.Index(
                fields=["kind", "stopped_at"],
                name="clock_stopped",
                condition=models.Q(stopped_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket", "kind"], name="one_live_clock_per_kind", condition=models.Q(outcome="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.ticket_id}"

    @property
    def entries(self) -> list[Entry]:
        return [Entry.from_json(line) for line in self.ledger]

    def hours(self, policy: Policy | None = None) -> WorkingHours:
        if self.calendar_id is None:
            return ALWAYS
        return (policy or current_policy()).hours(self.calendar_id)

    def reading(self, policy: Policy | None = None) -> Reading:
        return read(self.entries, self.hours(policy))

    def enter(self, entry: Entry, *, steps: tuple[Step, ...], policy: Policy) -> None:
        """Write one line into the ledger and read everything stored from it again."""
        self.ledger = [*self.ledger, entry.to_json()]
        entries, hours, was_due_at = self.entries, self.hours(policy), self.due_at
        reading = read(entries, hours)
        self.due_at = reading.due_at
        self.breached_at = self.breached_at or reading.breached_at
        self.next_at = self.moment_of_step(steps, reading, policy)
        if entry.act == "stop":
            self.stopped_at, self.worked, self.was_due_at = entry.at, reading.worked, was_due_at
            self.passed, self.waited = spent(entries, hours)
            self.outcome = self.Outcome.MISSED if self.breached_at else self.Outcome.MET
        elif entry.act == "continue":
            self.stopped_at = self.worked = self.passed = self.waited = self.was_due_at = None
            self.outcome = self.Outcome.LIVE

    def moment_of_step(self, steps: tuple[Step, ...], reading: Reading, policy: Policy) -> datetime | None:
        """When the next unclaimed step falls due; empty while nothing runs or all steps are claimed."""
        if reading.due_at is None or self.step >= len(steps):
            return None
        return reading.reaches(round(self.target * steps[self.step].percent / 100), self.hours(policy))


# The clocks whose targets are the agreement's alone: an edit of it reaches them while they run.
AGREED = (Clock.Kind.FIRST_RESPONSE, Clock.Kind.RESOLUTION)


def steps_for(kind: str, targets: Targets) -> tuple[Step, ...]:
    """The escalation steps of a clock, lowest first; the breach itself is always one of them."""
    steps = targets.steps.get(kind, ())
    if any(step.percent == BREACH for step in steps):
        return steps
    return tuple(sorted([*steps, Step(BREACH, "")], key=attrgetter("percent")))


LIVE = Prepared(
    lambda ticket: Clock.objects.filter(ticket=ticket).live().select_for_update(of=("self",)), int
)


class Clocks:
    """A ticket's clocks during one act: changed in memory, written once at its end.

    Rows are locked while the act lasts, so a sweep that comes at the same moment waits and then claims nothing twice.
    """

    def __init__(self, ticket: "Ticket", *, now: datetime, policy: Policy, fresh: bool = False) -> None:
        self.ticket, self.now, self.policy = ticket, now, policy
        self.live: dict[str, Clock] = {}
        if not fresh:
            self.live = {clock.kind: clock for clock in LIVE(ticket.pk)}
        self.changed: dict[int, Clock] = {}
        self.new: list[Clock] = []

    @property
    def targets(self) -> Targets:
        agreed = self.policy.targets(self.ticket.service_id, self.ticket.kind, self.ticket.priority)
        return self.ticket.own_targets(agreed)

    def start(
        self, kind: str, seconds: int | None, *, due_at: datetime | None = None, by: Person | None = None
    ) -> None:
        """Start a clock for so many working seconds, or until an exact moment given by a person."""
        targets = self.targets
        calendar_id: int | None = targets.calendar_id
        if due_at is not None:
            calendar_id, seconds = None, max(0, int(due_at.timestamp()) - int(self.now.timestamp()))
        if seconds is None or kind in self.live:
            return
        clock = Clock(
            ticket=self.ticket,
            kind=kind,
            calendar_id=calendar_id,
            target=seconds,
            started_at=self.now,
            promised_by=by,
        )
        clock.enter(Entry(self.now, Act.START, seconds), steps=self.steps(kind), policy=self.policy)
        self.live[kind] = clock
        self.new.append(clock)

    def steps(self, kind: str) -> tuple[Step, ...]:
        return steps_for(kind, self.targets)

    def enter(self, kind: str, act: str, *, target: int | None = None, reason: str = "") -> Clock | None:
        """Write one act into a live clock's ledger; nothing happens if there is no such clock."""
        clock = self.live.get(kind)
        if clock is None:
            return None
        if target is not None:
            clock.target = target
        clock.enter(Entry(self.now, Act(act), target, reason), steps=self.steps(kind), policy=self.policy)
        self._touch(clock)
        return clock

    def stop(self, kind: str, *, outcome: str | None = None) -> Clock | None:
        """Stop it: met or missed as the ledger tells, unless the caller knows better (renewed, void)."""
        clock = self.enter(kind, "stop")
        if clock is not None:
            if outcome and not clock.breached_at:
                clock.outcome = outcome
            clock.next_at = None
            del self.live[kind]
        return clock

    def revive(self, kind: str) -> None:
        """Go on with the last stopped clock of this kind: a reopened ticket continues, it does not begin again."""
        clock = self.ticket.clocks.filter(kind=kind).select_for_update(of=("self",)).order_by("pk").last()
        if clock is not None and kind not in self.live:
            self.live[kind] = clock
            self.enter(kind, "continue")

    def pause(self, reason: str) -> None:
        for kind, clock in list(self.live.items()):
            if kind != Clock.Kind.HANDOVER and clock.due_at is not None:
                self.enter(kind, "pause", reason=reason)

    def resume(self) -> None:
        for kind, clock in list(self.live.items()):
            if clock.due_at is None:
                self.enter(kind, "resume")

    def retarget(self) -> dict[str, list[int | None]]:
        """Priority, service or policy changed: same start, new target; the ledger keeps both. Says what changed."""
        targets = self.targets
        changes: dict[str, list[int | None]] = {}
        for kind in AGREED:
            clock, seconds = self.live.get(kind), getattr(targets, kind)
            if clock is None or (clock.target, clock.calendar_id) == (seconds, targets.calendar_id):
                continue
            changes[str(kind)] = [clock.target, seconds]
            if seconds is None:  # nothing is agreed any more
                self.stop(kind, outcome=Clock.Outcome.VOID)
                continue
            self.change_calendar(clock, targets)
            self.enter(kind, "retarget", target=seconds)
        return changes

    def change_calendar(self, clock: Clock, targets: Targets) -> None:
        """What was worked under the old hours stands; from here on the new ones count."""
        if clock.calendar_id == targets.calendar_id:
            return
        line = clock.reading(self.policy).carried(self.now, clock.hours(self.policy))
        clock.ledger = [*clock.ledger, line.to_json()]
        clock.calendar_id = targets.calendar_id

    def touched(self) -> list[Clock]:
        return [*self.changed.values(), *self.new]

    def _touch(self, clock: Clock) -> None:
        if clock.pk:
            self.changed[clock.pk] = clock

    def due(self, *kinds: str) -> datetime | None:
        times = [clock.due_at for kind, clock in self.live.items() if kind in kinds and clock.due_at]
        return min(times, default=None)

    def save(self) -> None:
        for clock in self.changed.values():  # first: a stopped promise makes room for the next
            clock.save()
        Clock.objects.bulk_create(self.new)
        self.new, self.changed = [], {}

    def __iter__(self) -> Iterator[Clock]:
        return iter(self.live.values())
