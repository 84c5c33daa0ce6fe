"""Times to resolve, counted a second way: one by one from the ledgers, to hold the measures against.

*Gross* is from opening to resolution. *Net* leaves out the time it waited for others (the pauses in the resolution clock's
ledger). Time between a resolution that did not hold and the reopening counts here, for the colleague still had the trouble;
the clock itself does not count it (rule 4), so for reopened tickets these are longer than `clock.worked`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from itsm.insights.measures.period import Filter
from itsm.insights.measures.sql import HOUR
from itsm.services.calendars import ALWAYS, WorkingHours, business_seconds
from itsm.services.policy import Policy, current_policy
from itsm.tickets.models import Clock

STANDING = frozenset({"start", "pause", "resume", "stop", "continue"})


@dataclass(frozen=True, slots=True)
class Taken:
    """One resolved ticket's time, in seconds of the hours asked for."""

    priority: int
    target: int
    gross: int
    net: int


@dataclass(frozen=True, slots=True)
class Spread:
    n: int
    mean: float
    median: float
    p90: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        ranked = sorted(values)
        mean = sum(ranked) / len(ranked) if ranked else 0.0
        return cls(len(ranked), mean, percentile(ranked, 0.5), percentile(ranked, 0.9))


def percentile(ranked: Sequence[float], share: float) -> float:
    """As SQL's percentile_cont: linear between the closest ranks."""
    if not ranked:
        return 0.0
    place = share * (len(ranked) - 1)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)


def times(chosen: Filter, *, working: bool) -> list[Taken]:
    """Every ticket resolved in the period. `working`: in the hours of its clock's calendar, else day and night."""
    policy = current_policy() if working else None
    return [_taken(policy, *row) for row in _rows(chosen)]


def hours(taken: Iterable[Taken], *, net: bool) -> Spread:
    return Spread.of((each.net if net else each.gross) / HOUR for each in taken)


def within_target(taken: Sequence[Taken], *, net: bool) -> float:
    """Share of those that would have met their target by this way of counting, in percent."""
    met = sum((each.net if net else each.gross) <= each.target for each in taken)
    return 100 * met / len(taken) if taken else 0.0


def _rows(chosen: Filter) -> Iterator[tuple[Any, ...]]:
    clocks = Clock.objects.filter(
        chosen.tickets("ticket__"), chosen.within("ticket__resolved_at"), kind=Clock.Kind.RESOLUTION
    )
    fields = (
        "ticket__priority",
        "target",
        "ticket__opened_at",
        "ticket__resolved_at",
        "calendar_id",
        "ledger",
    )
    return clocks.values_list(*fields).iterator(chunk_size=5000)


def _taken(
    policy: Policy | None,
    priority: int,
    target: int,
    opened: datetime,
    resolved: datetime,
    calendar: int | None,
    ledger: list[list[Any]],
) -> Taken:
    open_hours = policy.hours(calendar) if policy and calendar else ALWAYS
    gross = business_seconds(opened, resolved, open_hours)
    waited = sum(_waits(ledger, resolved, open_hours)) if len(ledger) > 2 else 0
    return Taken(priority, target, gross, max(gross - waited, 0))


def _waits(ledger: list[list[Any]], resolved: datetime, open_hours: WorkingHours) -> Iterator[int]:
    steps = [(datetime.fromtimestamp(line[0], UTC), line[1]) for line in ledger if line[1] in STANDING]
    for (since, act), (until, _next) in zip(steps, steps[1:], strict=False):
        if act == "pause":
            yield business_seconds(since, min(until, resolved), open_hours)
