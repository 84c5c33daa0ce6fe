"""Percentiles of all values of many days, exactly as percentile_cont would have them of the rows.

A few thousand values are sorted. Of more, the ranks that stand beside each day's values say between which two thresholds
the wanted one lies, and only what lies there is sorted: a year of a million costs little more than a month.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, inf
from typing import Any

from django.db import connection

from itsm.insights.rollups.rolling import RANKS, THRESHOLDS, Rows

MANY, MANY_A_DAY = 20_000, 64  # more are not sorted


@dataclass(frozen=True)
class Wanted:
    """Of which values: those of a name, on one edge, of some days. `n`: at most so many."""

    group: Any
    name: str
    shares: tuple[float, ...]
    dimension: str
    value: str
    first: date
    after: date
    n: float

    @property
    def is_large(self) -> bool:
        return self.n > max(MANY, MANY_A_DAY * (self.after - self.first).days)

    @property
    def columns(self) -> tuple[Any, ...]:
        return (self.name, self.dimension, self.value, self.first, self.after)


COLUMNS = {
    "item": "int",
    "name": "text",
    "dimension": "text",
    "value": "text",
    "first": "date",
    "after": "date",
}
JOINED = (
    "JOIN {spread} kept ON kept.name = wanted.name AND kept.dimension = wanted.dimension AND kept.value = wanted.value"
    " AND kept.day >= wanted.first AND kept.day < wanted.after"
)


@dataclass(frozen=True)
class Place:
    """Where the value of a share stands: between thresholds, so many in, and how far towards the next."""

    low: float
    high: float
    place: int
    following: int
    part: float

    @classmethod
    def of(cls, share: float, n: int, ranks: Sequence[int]) -> "Place":
        exact = share * (n - 1)
        rank = floor(exact)
        following = min(rank + 1, n - 1)
        first, last = bisect_left(ranks, rank + 1), bisect_left(ranks, following + 1)
        below = ranks[first - 1] if first else 0
        return cls(
            low=THRESHOLDS[first - 1] if first else -inf,
            high=THRESHOLDS[last] if last < len(THRESHOLDS) else inf,
            place=rank - below + 1,
            following=following - below + 1,
            part=exact - rank,
        )


Found = dict[Any, dict[tuple[str, float], float]]  # group → name and share → value


def percentiles(wanted: Sequence[Wanted], rows: Rows) -> Found:
    found: Found = {}
    many = [one for one in wanted if one.is_large]
    few = [one for one in wanted if not one.is_large]
    for one, share, value in [*_sorted(few, rows), *_looked_for(many, rows)]:
        found.setdefault(one.group, {})[one.name, share] = value
    return found


def _sorted(wanted: Sequence[Wanted], rows: Rows) -> Iterator[tuple[Wanted, float, float]]:
    shares = [f"{{{','.join(map(str, one.shares))}}}" for one in wanted]
    told = _ask(
        "SELECT item, percentile_cont(shares::float8[]) WITHIN GROUP (ORDER BY each) FROM {wanted} {joined}"
        " CROSS JOIN unnest(kept.values) each GROUP BY item, shares",
        rows,
        [(*one.columns, text) for one, text in zip(wanted, shares, strict=True)],
        shares="text",
    )
    for item, values in told:
        for share, value in zip(wanted[item].shares, values, strict=True):
            yield wanted[item], share, value


def _looked_for(wanted: Sequence[Wanted], rows: Rows) -> Iterator[tuple[Wanted, float, float]]:
    """Between two thresholds, and there at a place."""
    places = _places(wanted, rows)
    between = _ask(
        "SELECT item, (array_agg(each ORDER BY each))[min(place)], (array_agg(each ORDER BY each))[min(following)]"
        " FROM {wanted} {joined}"
        " CROSS JOIN unnest(kept.values[width_bucket(low, kept.values) + 1 : width_bucket(high, kept.values)]) each"
        " GROUP BY item",
        rows,
        [(*one.columns, at.low, at.high, at.place, at.following) for one, _share, at in places],
        low="float8",
        high="float8",
        place="int",
        following="int",
    )
    for item, value, following in between:
        one, share, at = places[item]
        yield one, share, value + at.part * (following - value)


def _places(wanted: Sequence[Wanted], rows: Rows) -> list[tuple[Wanted, float, Place]]:
    """By how many lie below each threshold."""
    sums = ", ".join(f"sum(told.ranks[{n}])" for n in range(1, len(THRESHOLDS) + 1))
    ranked = f"(SELECT coalesce(kept.ranks, {RANKS}) AS ranks FROM (SELECT kept.values AS sorted) s) told"  # noqa: S608
    told = _ask(
        f"SELECT item, sum(cardinality(kept.values)), {sums} FROM {{wanted}} {{joined}} CROSS JOIN LATERAL {ranked} GROUP BY item",  # noqa: S608
        rows,
        [one.columns for one in wanted],
        THRESHOLDS,
    )
    return [
        (wanted[item], share, Place.of(share, n, ranks))
        for item, n, *ranks in told
        for share in wanted[item].shares
    ]


def _ask(
    sql: str, rows: Rows, lines: Sequence[tuple[Any, ...]], *values: Any, **more: str
) -> list[tuple[Any, ...]]:
    """`lines` are joined as a table: who asks, of what, and `more` columns of these types."""
    if not lines:
        return []
    types = COLUMNS | more
    table = f"unnest({', '.join(f'%s::{kind}[]' for kind in types.values())}) AS wanted ({', '.join(types)})"
    statement = sql.format(wanted=table, joined=JOINED.format(spread=rows.spread))
    columns: Iterable[Any] = zip(*((n, *line) for n, line in enumerate(lines)), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(rows.prefix + statement, [*rows.values, *map(list, columns), *values])
        return cursor.fetchall()
