"""Do the days say what the rows say? Everything a day holds is counted anew beside it and compared."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from math import isclose
from typing import Any

from django.db import connection
from django.utils import timezone

from itsm.insights.rollups.keeping import alone, batch_size, count, keep_up, mark_touched, the_plan
from itsm.insights.rollups.models import Day
from itsm.insights.rollups.plan import Plan
from itsm.insights.rollups.rolling import counted_anew, mark_of, spans

logger = logging.getLogger(__name__)

SUMS = """
SELECT day, dimension, value, kept.parts, fresh.parts
FROM fresh FULL JOIN (SELECT * FROM insights_rollup WHERE day = ANY(%s)) kept USING (day, dimension, value)
WHERE kept.parts IS DISTINCT FROM fresh.parts ORDER BY day, dimension, value
"""
SPREADS = """
SELECT day, dimension, value, name, kept.values, fresh_spread.sorted
FROM fresh_spread FULL JOIN (SELECT * FROM insights_spread WHERE day = ANY(%s)) kept USING (name, day, dimension, value)
WHERE kept.values IS DISTINCT FROM fresh_spread.sorted ORDER BY day, dimension, value, name
"""


@dataclass(frozen=True)
class Difference:
    """`kept` stands on the day, `counted` is what its rows come to."""

    day: date
    edge: str
    what: str
    kept: Any
    counted: Any

    def __str__(self) -> str:
        return f"{self.day} {self.edge}: {self.what} is kept as {self.kept}, its rows come to {self.counted}"


def check(days: Sequence[date]) -> list[Difference]:
    """Of those days that are said to be fresh."""
    plan, zone = the_plan(), timezone.get_default_timezone()
    with alone():
        mark_touched(now=timezone.now())
        rolled = Day.objects.filter(day__in=days, stale=False, plan=mark_of(plan, zone))
        fresh = list(rolled.order_by("day").values_list("day", flat=True))
        return list(_compared(plan, fresh)) if fresh else []


def check_all(*, since: date | None = None) -> Iterator[list[Difference]]:
    """Batch by batch, newest first."""
    rolled = Day.objects.filter(day__gte=since) if since else Day.objects.all()
    days = list(rolled.order_by("-day").values_list("day", flat=True))
    batch = batch_size(now=timezone.now())
    for start in range(0, len(days), batch):
        yield check(days[start : start + batch])


def check_and_repair(*, last: timedelta, now: datetime) -> list[Difference]:
    """Every difference is a line in the log: something changes rows without an Event, and somebody should know what."""
    keep_up(now=now)
    since = (now - last).astimezone(timezone.get_default_timezone()).date()
    found = [difference for batch in check_all(since=since) for difference in batch]
    for difference in found:
        logger.warning("A roll-up was wrong and is counted anew: %s", difference)
    with alone():
        count(sorted({difference.day for difference in found}))
    return found


def _compared(plan: Plan, days: list[date]) -> Iterator[Difference]:
    counting, values = counted_anew(plan, spans(days), timezone.get_default_timezone())
    with connection.cursor() as cursor:
        cursor.execute(counting + SUMS, [*values, days])
        for day, dimension, value, kept, counted in cursor.fetchall():
            for place, (was, now) in enumerate(zip_longest(kept or (), counted or ())):
                if not isclose(was or 0, now or 0, rel_tol=1e-9, abs_tol=1e-9):
                    yield Difference(day, _edge(dimension, value), plan.said(place), was, now)
        cursor.execute(counting + SPREADS, [*values, days])
        for day, dimension, value, name, kept, counted in cursor.fetchall():
            if not _alike(kept or [], counted or []):
                yield Difference(
                    day, _edge(dimension, value), f"the values of {name}", len(kept or ()), len(counted or ())
                )


def _alike(kept: list[float], counted: list[float]) -> bool:
    return len(kept) == len(counted) and all(map(isclose, kept, counted))


def _edge(dimension: str, value: str) -> str:
    return f"{dimension} {value or 'none'}" if dimension else "everything"
