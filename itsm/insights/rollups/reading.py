"""Reading figures from days: the parts of many days added up, and percentiles of all their values together.

What cannot be read here is asked of the rows themselves, and comes out the same. That is: a filter by two dimensions, a
period that is not made of whole days, and a measure whose days do not add up. A day that was not rolled up yet is counted
from its rows at this moment.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from itertools import accumulate
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from itsm.insights.measures.combined import Answers
from itsm.insights.measures.period import DAY, DIMENSIONS, Filter
from itsm.insights.measures.shape import By, Measure, Source, Stretches
from itsm.insights.rollups.percentiles import Wanted, percentiles
from itsm.insights.rollups.plan import Part, Plan, Sums
from itsm.insights.rollups.rolling import Rows, mark_of

# Nobody has looked after the days for so long: the rows know better. Also the most that a figure may lag behind.
LATE = timedelta(seconds=60)
MOST_ANEW = 31  # days that are counted while somebody waits; with more, all is asked of the rows
KEPT_FOR = 600  # seconds, if nothing happens
LONGEST_MONTH = timedelta(days=31)
NUMBERS = frozenset(DIMENSIONS) - {"kind"}  # dimensions whose values are numbers


@dataclass(frozen=True)
class Way:
    """One way of asking, by days. `edge`: whose rows of a day are read."""

    chosen: Filter
    by: By
    first: date
    after: date
    dimension: str
    value: str

    @classmethod
    def of(cls, chosen: Filter, by: By) -> "Way | None":
        """None where days cannot tell."""
        if (
            chosen.days is None
            or str(chosen.zone) != timezone.get_default_timezone_name()
            or len(chosen.chosen) > 1
        ):
            return None
        first, after = chosen.days
        dimension, value = next(iter(chosen.chosen.items()), ("", ""))
        match by:
            case None | "month":
                pass
            case Stretches(length=length, count=count):
                if length % DAY or after - length * count > first:
                    return None
            case _ if by in DIMENSIONS and not dimension:
                dimension = by
            case _:
                return None
        return cls(chosen, by, first, after, dimension, str(value))

    @property
    def group(self) -> tuple[str, list[Any]]:
        """As SQL."""
        match self.by:
            case None:
                return "NULL::text", []
            case "month":
                return "to_char(day, 'YYYY-MM-01')", []
            case Stretches(length=length, count=count):
                return "((day - %s::date) / %s + 1)::text", [self.after - length * count, length.days]
        return "value", []

    def named(self, group: str | None) -> Any:
        """The group as the rows would have called it."""
        match self.by:
            case None:
                return None
            case "month":
                return datetime.fromisoformat(str(group)).replace(tzinfo=self.chosen.zone)
            case Stretches():
                return int(str(group))
        if not group:
            return None
        return int(group) if self.by in NUMBERS else group

    def span(self, group: str | None) -> tuple[date, date]:
        """The days of a group."""
        match self.by:
            case Stretches(length=length, count=count):
                first = self.after - length * (count - int(str(group)) + 1)
                return max(first, self.first), first + length
            case "month":
                first = date.fromisoformat(str(group))
                return max(first, self.first), min((first + LONGEST_MONTH).replace(day=1), self.after)
        return self.first, self.after

    def where(self) -> tuple[str, list[Any]]:
        sql, values = "dimension = %s AND day >= %s AND day < %s", [self.dimension, self.first, self.after]
        if not isinstance(self.by, str) or self.by == "month":
            sql, values = f"{sql} AND value = %s", [*values, self.value]
        return sql, values


def ways_of(ways: Sequence[tuple[Filter, By]]) -> list[Way]:
    """All of them, or none where one of them cannot be read from days."""
    found = [Way.of(chosen, by) for chosen, by in ways]
    return [way for way in found if way] if all(found) else []


def rows_between(plan: Plan, first: date, after: date) -> Rows | None:
    """What can be read of these days; None where it is better to ask the rows for all of it."""
    zone = timezone.get_default_timezone()
    state = state_of(first, after, mark_of(plan, zone), now=timezone.now())
    return Rows.of(plan, state.missing, zone) if state else None


@dataclass(frozen=True)
class State:
    """Which days have to be counted from their rows, and when the last of the others was rolled up."""

    missing: list[date]
    rolled_at: datetime | None


def state_of(first: date, after: date, mark: str, *, now: datetime) -> State | None:
    """None where too many days are missing, or nobody looked after them lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT min(opened_at) FROM tickets_ticket WHERE EXISTS (SELECT FROM insights_day)),"
            " EXISTS (SELECT FROM insights_touched WHERE at < %s),"
            " array_agg(day), max(rolled_at) FROM insights_day WHERE day >= %s AND day < %s AND plan = %s AND NOT stale",
            [now - LATE, first, after, mark],
        )
        oldest, late, rolled, rolled_at = cursor.fetchone()
    if oldest is None or late:
        return None
    # Before the oldest ticket there is nothing; after today there is nothing yet.
    zone = timezone.get_default_timezone()
    first, after = max(first, oldest.astimezone(zone).date()), min(after, now.astimezone(zone).date() + DAY)
    known = set(rolled or ())
    missing = [day for n in range((after - first).days) if (day := first + n * DAY) not in known]
    return State(missing, rolled_at) if len(missing) <= MOST_ANEW else None


def read(plan: Plan, wanted: Sequence[Measure], ways: Sequence[tuple[Filter, By]]) -> list[Answers] | None:
    """Those of the measures that are kept, read from days; None where they have to be asked of the rows."""
    found = ways_of(ways)
    if not found or not wanted:
        return None
    zone = timezone.get_default_timezone()
    mark = mark_of(plan, zone)
    state = state_of(
        min(way.first for way in found), max(way.after for way in found), mark, now=timezone.now()
    )
    if state is None:
        return None

    def reckoned() -> list[Answers]:
        return Reading(plan, wanted, found, Rows.of(plan, state.missing, zone)).answers()

    if state.missing:
        return reckoned()
    # The same until the next day is rolled up, for everybody who asks the same.
    asked = f"{mark} {state.rolled_at} {[one.key for one in wanted]} {ways!r}"
    return cache.get_or_set(f"days:{blake2b(asked.encode()).hexdigest()}", reckoned, KEPT_FOR)


def left(plan: Plan, chosen: Filter, days: Sequence[date], *, came: Source, went: Source) -> list[int] | None:
    """How much was there when each of these days began: all that came before, without what went."""
    rows = None if len(chosen.chosen) > 1 else rows_between(plan, date.min, max(days))
    if rows is None:
        return None
    dimension, value = next(iter(chosen.chosen.items()), ("", ""))
    places = [plan.parts[source.key].first + 1 for source in (came, went)]
    sql = (
        "SELECT width_bucket(day, %s::date[]), sum(parts[%s] - parts[%s])"  # noqa: S608 - the names of tables
        f" FROM {rows.rollup} kept WHERE dimension = %s AND value = %s AND day < %s GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            rows.prefix + sql, [*rows.values, sorted(days), *places, dimension, str(value), max(days)]
        )
        more = dict(cursor.fetchall())
    totals = dict(zip(sorted(days), accumulate(round(more.get(n, 0)) for n in range(len(days))), strict=True))
    return [totals[day] for day in days]


@dataclass(frozen=True)
class Reading:
    plan: Plan
    wanted: Sequence[Measure]
    ways: Sequence[Way]
    rows: Rows

    def answers(self) -> list[Answers]:
        sums = self.nothing() | self.sums()
        shares = percentiles(list(self.percentiles_wanted(sums)), self.rows)
        answers: list[Answers] = [{one.key: {} for one in self.wanted} for _way in self.ways]
        for (number, group), parts in sums.items():
            way, found = self.ways[number], shares.get((number, group), {})
            for one in self.wanted:
                kept = self.plan.kept[one.key]
                if way.by is None or parts[kept.part.first]:  # there are rows of this source
                    row = {name: cook(parts, found) for name, cook in kept.recipes.items()}
                    row[f"{one.key}_n"] = round(row[f"{one.key}_n"] or 0)
                    answers[number][one.key][way.named(group)] = one.read(row)
        return answers

    def nothing(self) -> dict[tuple[int, str | None], Sums]:
        """Where no groups are asked for there is one, also of no rows."""
        return {(number, None): defaultdict(float) for number, way in enumerate(self.ways) if way.by is None}

    def sums(self) -> dict[tuple[int, str | None], Sums]:
        """Way and group → its parts. One statement for all ways."""
        places = sorted({place for one in self.wanted for place in self.plan.kept[one.key].places})
        added = ", ".join(f"sum(parts[{place + 1}])" for place in places)
        asked, values = [], list(self.rows.values)
        for number, way in enumerate(self.ways):
            (group, of_group), (where, of_where) = way.group, way.where()
            asked.append(
                f"SELECT {number}, {group}, {added} FROM {self.rows.rollup} rolled WHERE {where} GROUP BY 2"  # noqa: S608
            )
            values += [*of_group, *of_where]
        with connection.cursor() as cursor:
            cursor.execute(self.rows.prefix + " UNION ALL ".join(asked), values)
            return {
                (number, group): dict(zip(places, parts, strict=True))
                for number, group, *parts in cursor.fetchall()
            }

    def percentiles_wanted(self, sums: Mapping[tuple[int, str | None], Sums]) -> Iterator[Wanted]:
        shares: dict[Part, dict[str, set[float]]] = {}
        for one in self.wanted:
            kept = self.plan.kept[one.key]
            for name, share in kept.shares:
                shares.setdefault(kept.part, {}).setdefault(name, set()).add(share)
        for (number, group), parts in sums.items():
            way = self.ways[number]
            first, after = way.span(group)
            value = way.value if way.by != way.dimension else str(group)
            for part, names in shares.items():
                for name, asked in names.items():
                    if n := parts[part.first]:
                        yield Wanted(
                            (number, group), name, tuple(sorted(asked)), way.dimension, value, first, after, n
                        )
