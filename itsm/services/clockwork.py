"""A clock is read from its ledger. Pure: no ORM, no clock of its own.

The ledger is the truth: entries in order of time, never changed, only added. Everything else (how much was worked, when the
target is due, whether and when it was broken) is computed from it with the hours of one calendar.

    start     the first entry, with the target
    pause     time stops counting, for a reason            resume    and counts again
    stop      the thing was done                           continue  it was not (reopened); the time between is not counted
    retarget  another target from here on, the start and the time worked stay; None = no target any more
    carry     a line under the account: `worked` and `broken` so far stand as they were counted under the hours of the
              time; written when a calendar changes, so that an edit never rewrites history

The boundary: a target is *due* at the first instant by which that many seconds were worked. Stopped or paused at that very
second it is kept; a clock still running after it is broken, as of that second (so a sweep asks `due_at < now`). Office
closed or not makes no difference: due Friday 18:00 and stopped on Saturday is broken.
A target lowered below what was already worked is broken at the moment of lowering, also while paused, not once stopped.
A broken target stays broken, whatever comes later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any, Self

from itsm.services.calendars import WorkingHours, business_seconds, deadline


class Act(StrEnum):
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RETARGET = "retarget"
    STOP = "stop"
    CONTINUE = "continue"
    CARRY = "carry"


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class LedgerError(Exception):
    """These entries cannot be the ledger of a clock."""


NOTHING: tuple[Any, ...] = (
    None,
    "",
    0,
    None,
)  # what target, reason, worked and broken are where a line ends early


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger. `target` (start, retarget) and `worked` (carry) are seconds of business time."""

    at: datetime
    act: str  # one of Act
    target: int | None = None
    reason: str = ""
    worked: int = 0
    broken: datetime | None = None

    def to_json(self) -> list[Any]:
        """[seconds since 1970, act, target, reason, worked, broken], cut off after the last thing it says."""
        tail = [self.target, self.reason, self.worked, None if self.broken is None else _seconds(self.broken)]
        while tail and tail[-1] == NOTHING[len(tail) - 1]:
            tail.pop()
        return [_seconds(self.at), str(self.act), *tail]

    @classmethod
    def from_json(cls, line: Sequence[Any]) -> Self:
        at, act, *rest = line
        target, reason, worked, broken = [*rest, *NOTHING[len(rest) :]]
        return cls(
            _instant(at), Act(act), target, reason, worked, None if broken is None else _instant(broken)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a ledger says as of its last entry (`since`). Seconds are business time; `due_at` only while running."""

    state: State
    worked: int
    since: datetime
    target: int | None = None
    due_at: datetime | None = None
    breached_at: datetime | None = None
    stopped_at: datetime | None = None
    overrun_at: datetime | None = None  # when the target now in force was passed: its due time from then on

    def worked_at(self, now: datetime, hours: WorkingHours) -> int:
        running = self.state is State.RUNNING
        return self.worked + (business_seconds(self.since, now, hours) if running else 0)

    def reaches(self, seconds: int, hours: WorkingHours) -> datetime | None:
        """When the clock, left running, has worked that many seconds (`since` if it has already); None unless running."""
        if self.state is not State.RUNNING:
            return None
        return deadline(self.since, max(seconds - self.worked, 0), hours)

    def breach_by(self, now: datetime) -> datetime | None:
        """When the target was broken, as known at `now`, which is not before the last entry."""
        if self.breached_at is None and self.due_at is not None and self.due_at < now.replace(microsecond=0):
            return self.due_at
        return self.breached_at

    def carried(self, now: datetime, hours: WorkingHours) -> Entry:
        """The line under the account at `now`, counted with the hours in force until then."""
        return Entry(now, Act.CARRY, worked=self.worked_at(now, hours), broken=self.breach_by(now))


FROM: dict[str, set[State]] = {
    Act.PAUSE: {State.RUNNING},
    Act.RESUME: {State.PAUSED},
    Act.STOP: {State.RUNNING, State.PAUSED},
    Act.CONTINUE: {State.STOPPED},
    Act.RETARGET: set(State),
    Act.CARRY: set(State),
}
INTO: dict[str, State] = {
    Act.PAUSE: State.PAUSED,
    Act.RESUME: State.RUNNING,
    Act.STOP: State.STOPPED,
    Act.CONTINUE: State.RUNNING,
}


def read(entries: Sequence[Entry], hours: WorkingHours) -> Reading:
    if not entries or entries[0].act != Act.START:
        raise LedgerError("A ledger begins with start")
    first = entries[0]
    reading = Reading(State.RUNNING, 0, first.at, first.target)
    for entry in entries[1:]:
        reading = _enter(_run(reading, entry.at, hours), entry)
    if reading.state is State.RUNNING and reading.target is not None:
        return replace(reading, due_at=_due(reading, hours))
    return reading


def spent(entries: Sequence[Entry], hours: WorkingHours) -> tuple[int, int]:
    """Open seconds from the start to the last entry, and how many of them the clock stood still for a wait.

    Time between a stop and the continuing is in the first: whoever waited for it waited then, too.
    """
    moves = [entry for entry in entries if entry.act in INTO or entry.act == Act.START]
    waits = [(at.at, then.at) for at, then in pairwise(moves) if at.act == Act.PAUSE]
    return business_seconds(entries[0].at, entries[-1].at, hours), sum(
        business_seconds(since, until, hours) for since, until in waits
    )


def _run(reading: Reading, until: datetime, hours: WorkingHours) -> Reading:
    """Let time pass: a running clock works, and its target is broken if it came due before `until`."""
    if until < reading.since:
        raise LedgerError(f"{until} is written after {reading.since}")
    if reading.state is not State.RUNNING:
        return replace(reading, since=until)
    worked = reading.worked_at(until, hours)
    if reading.target is None or worked < reading.target:
        return replace(reading, worked=worked, since=until)
    due = _due(reading, hours)
    if due is None or due >= until.replace(microsecond=0):
        return replace(reading, worked=worked, since=until)
    return replace(
        reading, worked=worked, since=until, overrun_at=due, breached_at=reading.breached_at or due
    )


def _due(reading: Reading, hours: WorkingHours) -> datetime | None:
    return reading.overrun_at or reading.reaches(reading.target or 0, hours)


def _enter(reading: Reading, entry: Entry) -> Reading:
    if reading.state not in FROM.get(entry.act, set()):
        raise LedgerError(f"{entry.act} at {entry.at}: the clock is {reading.state}")
    reading = replace(reading, state=INTO.get(entry.act, reading.state))
    match entry.act:
        case Act.RETARGET:
            reading = replace(reading, target=entry.target, overrun_at=None)
        case Act.CARRY:
            over = entry.broken and reading.target is not None and entry.worked >= reading.target
            overrun = (reading.overrun_at or entry.broken) if over else None
            reading = replace(reading, worked=entry.worked, breached_at=entry.broken, overrun_at=overrun)
        case Act.STOP:
            reading = replace(reading, stopped_at=entry.at)
        case Act.CONTINUE:
            reading = replace(reading, stopped_at=None)
    return _judged(reading)


def _judged(reading: Reading) -> Reading:
    """A target already exceeded at an entry is broken there (lowered, or lowered while stopped and then continued)."""
    if reading.state is State.STOPPED or reading.target is None or reading.worked <= reading.target:
        return reading
    overrun = reading.overrun_at or reading.since
    return replace(reading, overrun_at=overrun, breached_at=reading.breached_at or overrun)


def _seconds(at: datetime) -> int:
    return int(at.replace(microsecond=0).timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
