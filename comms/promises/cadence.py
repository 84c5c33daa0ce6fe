"""How often a major incident is spoken about: a word within 5 minutes, its scope 5 minutes later, then one every 20 minutes
for two hours, then at least every hour and never later than promised. Pure: moments in, steps out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST = timedelta(minutes=5)
SCOPE = timedelta(minutes=5)
OFTEN = timedelta(minutes=20)
OFTEN_FOR = timedelta(hours=2)
LATER = timedelta(hours=1)


class Name(StrEnum):
    FIRST = "first"
    SCOPE = "scope"
    UPDATE = "update"
    LAST = "last"  # it works again, and what was lost


class State(StrEnum):
    KEPT = "kept"
    LATE = "late"
    MISSED = "missed"
    DUE = "due"


@dataclass(frozen=True)
class Message:
    """When something was said to those affected, and by when it promised the next word."""

    at: datetime
    promised: datetime | None = None


@dataclass(frozen=True)
class Step:
    name: Name
    due: datetime
    state: State
    message: Message | None = None

    @property
    def is_over(self) -> bool:
        """It counts: it was kept or it was not. What is still due says nothing yet."""
        return self.state != State.DUE


@dataclass(frozen=True)
class Cadence:
    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """What is due, or overdue, while it runs."""
        last = self.steps[-1] if self.steps else None
        return last if last is not None and last.message is None else None

    @property
    def over(self) -> int:
        return sum(step.is_over for step in self.steps)

    @property
    def kept(self) -> int:
        return sum(step.state == State.KEPT for step in self.steps)


def cadence(
    started: datetime, messages: Sequence[Message], *, now: datetime, ended: datetime | None = None
) -> Cadence:
    """What was due since `started` and what was kept. `ended`: when service was back; the first word after it is the last.

    A word from before the start counts as the first: it was announced before it was called major.
    """
    return Cadence(tuple(_steps(started, sorted(messages, key=lambda each: each.at), now=now, ended=ended)))


def _steps(
    started: datetime, messages: Sequence[Message], *, now: datetime, ended: datetime | None
) -> Iterator[Step]:
    due, gap, count = started + FIRST, timedelta(0), 0
    for message in messages:
        last = ended is not None and message.at >= ended
        yield from (step for step in _unkept(due, gap, until=message.at) if count > 1)
        due = _latest(due, gap, until=message.at) if count > 1 else due
        state = State.KEPT if message.at <= due else State.LATE
        yield Step(_name(count, last=last), due, state, message)
        if last:
            return
        count += 1
        due, gap = _next(started, message, count, ended)
    yield from (step for step in _unkept(due, gap, until=now) if count > 1)
    due = _latest(due, gap, until=now) if count > 1 else due
    yield Step(_name(count, last=ended is not None), due, State.MISSED if due < now else State.DUE)


def _name(count: int, *, last: bool) -> Name:
    if last and count:
        return Name.LAST
    return {0: Name.FIRST, 1: Name.SCOPE}.get(count, Name.UPDATE)


def _next(
    started: datetime, message: Message, count: int, ended: datetime | None
) -> tuple[datetime, timedelta]:
    """When the word after this one is due, and how often from then on. What was promised binds where it is earlier."""
    if count == 1:
        due, gap = max(started + FIRST + SCOPE, message.at + SCOPE), timedelta(0)
    else:
        gap = OFTEN if message.at < started + OFTEN_FOR else LATER
        due = max(message.at, started) + gap
    if message.promised and message.promised > message.at:
        due = min(due, message.promised)
    if ended is not None:
        due = min(due, max(ended, message.at) + OFTEN)
    return due, gap


def _unkept(due: datetime, gap: timedelta, *, until: datetime) -> Iterator[Step]:
    """Whole stretches without a word: each of them was one that somebody waited for."""
    while gap and due + gap < until:
        yield Step(Name.UPDATE, due, State.MISSED)
        due += gap


def _latest(due: datetime, gap: timedelta, *, until: datetime) -> datetime:
    """The last of those moments that lies no further than one stretch back."""
    while gap and due + gap < until:
        due += gap
    return due
