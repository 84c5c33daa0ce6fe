"""Rolling up: what the rows of some days come to, worked out by the database in one statement for all sources.

A day is always counted as a whole and written anew. Nothing is ever added to what stands there, so nothing can drift.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any, Self

from django.db import connection
from django.db.models import Case, Count, F, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.db.models.lookups import IsNull

from itsm.frame.practices import names_on
from itsm.insights.measures.period import DAY, DIMENSIONS, counted
from itsm.insights.rollups.plan import Part, Plan, as_float, fingerprint

# Between them lies what a percentile is looked for in: a thousandth of an hour … eleven years, each 21 % above the last.
THRESHOLDS = [round(0.001 * 10 ** (n / 12), 6) for n in range(96)]
MANY = 32  # values: fewer are counted as quickly as they are read

# One row for each day and value of one dimension: as many groups as the edges of the cube have, in one reading of the rows.
EDGES = "GROUPING SETS ((of_day), " + ", ".join(f"(of_day, of_{name})" for name in DIMENSIONS) + ")"
EDGE = (
    "CASE "
    + " ".join(f"WHEN of_{name} IS NOT NULL THEN '{name}'" for name in DIMENSIONS)
    + " ELSE '' END AS dimension, coalesce("
    + ", ".join(f"of_{name}" for name in DIMENSIONS)
    + ", '') AS value"
)
SORTED = "(SELECT array_agg(each ORDER BY each) FROM unnest({name}) each)"
RANKS = "(SELECT array_agg(width_bucket(least_most, sorted) ORDER BY place) FROM unnest(%s::float8[]) WITH ORDINALITY AS t (least_most, place))"

Statement = tuple[str, list[Any]]


def spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in a row as one: the first, and the one after the last."""
    ordered = sorted(set(days))
    starts = [day for before, day in pairwise([date.min, *ordered]) if day != before + DAY]
    ends = [day + DAY for day, after in pairwise([*ordered, date.max]) if after != day + DAY]
    return list(zip(starts, ends, strict=True))


def within(moment: str, days: Sequence[tuple[date, date]], zone: tzinfo) -> Q:
    return reduce(
        or_,
        (
            Q(
                **{
                    f"{moment}__gte": datetime.combine(first, time.min, zone),
                    f"{moment}__lt": datetime.combine(after, time.min, zone),
                }
            )
            for first, after in days
        ),
    )


def rows_of(part: Part, days: Sequence[tuple[date, date]], zone: tzinfo) -> Statement:
    """The source's parts on each edge of these days, and its values.

    What a row adds is worked out once, in a statement of its own that OFFSET keeps apart: beside the edges PostgreSQL would
    look for it again for each of them.
    """
    source = part.source
    rows = source.rows().filter(counted(source.path), within(source.moment, days, zone)).order_by()
    edges = {f"of_{name}": _edge(f"{source.path}{name}") for name in DIMENSIONS}
    sums = {f"sum_{n}": _added_by(leaf) for n, leaf in enumerate(part.sums)}
    spreads = {f"spread_{n}": _known(leaf) for n, leaf in enumerate(part.spreads)}
    found = rows.annotate(of_day=TruncDate(source.moment, tzinfo=zone), **edges, **sums, **spreads)
    sql, values = found.values_list("of_day", *edges, *sums, *spreads).query.sql_with_params()
    names = ", ".join(["of_day", *edges, *sums, *spreads])
    parts = ", ".join(f"coalesce(sum({name}), 0)" for name in sums)
    listed = "".join(f", array_agg({name}) FILTER (WHERE {name} IS NOT NULL) AS {name}" for name in spreads)
    told = f"SELECT of_day AS day, {EDGE}, ARRAY[{parts}]::float8[] AS parts{listed}"
    return f"{told} FROM ({sql} OFFSET 0) AS each ({names}) GROUP BY {EDGES}", list(values)


def _edge(path: str) -> Coalesce:
    """Text, and never NULL: NULL says that the edge is another one."""
    return Coalesce(Cast(F(path), TextField()), Value("", TextField()))


def _added_by(leaf: Any) -> Case | Cast:
    """What a row adds to a sum or a number; a number does not count what is not known."""
    (each,) = leaf.source_expressions
    if isinstance(leaf, Count):
        return Case(When(_filtered(leaf, IsNull(each, False)), then=1), default=0)  # noqa: FBT003 - the lookup's own way
    given = as_float(each)
    return Case(When(_filtered(leaf), then=given)) if leaf.filter is not None else given


def _known(leaf: Any) -> Case:
    """As percentile_cont: what is not known is no value."""
    each = as_float(leaf.source_expressions[0])
    return Case(When(_filtered(leaf, IsNull(each, False)), then=each))  # noqa: FBT003 - the lookup's own way


def _filtered(leaf: Any, given: Any = None) -> Q:
    wanted = leaf.filter if leaf.filter is not None else Q()
    return wanted if given is None else Q(given) & wanted


def counted_anew(plan: Plan, days: Sequence[tuple[date, date]], zone: tzinfo) -> Statement:
    """WITH a part for each source, then `fresh` with all of them side by side and `fresh_spread` with the values."""
    named = {f"source_{n}": part for n, part in enumerate(plan.parts.values())}
    asked = {name: rows_of(part, days, zone) for name, part in named.items()}
    titles = [part.name(leaf) for part in named.values() for leaf in part.spreads]
    parts = [f"{name} AS MATERIALIZED ({sql})" for name, (sql, _values) in asked.items()]
    parts += [f"fresh AS ({_side_by_side(named)})", f"fresh_spread AS ({_values_of(named)})"]
    return "WITH " + ", ".join(parts), [
        *(value for _sql, values in asked.values() for value in values),
        *titles,
    ]


def _side_by_side(named: Mapping[str, Part]) -> str:
    """Nothing of a source on a day is noughts."""
    first, *others = named
    joined = "".join(f" FULL JOIN {name} USING (day, dimension, value)" for name in others)
    row = " || ".join(
        f"coalesce({name}.parts, array_fill(0::float8, ARRAY[{len(part.sums)}]))"
        for name, part in named.items()
    )
    return f"SELECT day, dimension, value, {row} AS parts FROM {first}{joined}"  # noqa: S608 - our own names


def _values_of(named: Mapping[str, Part]) -> str:
    """A place for the name of each."""
    columns = [(name, f"spread_{n}") for name, part in named.items() for n, _leaf in enumerate(part.spreads)]
    return " UNION ALL ".join(
        f"SELECT %s AS name, day, dimension, value, {SORTED.format(name=column)} AS sorted FROM {name} WHERE {column} IS NOT NULL"  # noqa: S608
        for name, column in columns
    )


@dataclass(frozen=True)
class Rows:
    """What is read: the days that were rolled up, and the `missing` ones as they are counted at this moment."""

    prefix: str = ""
    values: tuple[Any, ...] = ()
    rollup: str = "insights_rollup"
    spread: str = "insights_spread"

    @classmethod
    def of(cls, plan: Plan, missing: Sequence[date], zone: tzinfo) -> Self:
        if not missing:
            return cls()
        counting, values = counted_anew(plan, spans(missing), zone)
        kept = (
            ", rollup AS NOT MATERIALIZED (SELECT day, dimension, value, parts FROM insights_rollup WHERE NOT day = ANY(%s)"
            " UNION ALL SELECT day, dimension, value, parts FROM fresh)"
            ", spread AS NOT MATERIALIZED (SELECT name, day, dimension, value, values, ranks FROM insights_spread"
            " WHERE NOT day = ANY(%s) UNION ALL SELECT name, day, dimension, value, sorted, NULL FROM fresh_spread) "
        )
        return cls(counting + kept, (*values, list(missing), list(missing)), "rollup", "spread")


_marks: dict[Any, str] = {}


def mark_of(plan: Plan, zone: tzinfo) -> str:
    """What the plan comes to as SQL, in short: it stands on every day that was rolled up after it. What a practice adds to
    the rows of others makes another one."""
    key = (id(plan), str(zone), names_on())
    if key not in _marks:
        _marks.clear()
        some_day = [(date(2000, 1, 1), date(2000, 1, 2))]
        _marks[key] = fingerprint(*counted_anew(plan, some_day, zone))
    return _marks[key]


def roll(plan: Plan, days: Iterable[date], *, zone: tzinfo, mark: str) -> None:
    """Count these days and write them: inside a transaction, so that nobody reads half of it."""
    wanted = sorted(set(days))
    if not wanted:
        return
    counting, values = counted_anew(plan, spans(wanted), zone)
    put = (
        f"{counting}, put AS (INSERT INTO insights_rollup (day, dimension, value, parts) SELECT day, dimension, value, parts FROM fresh)"  # noqa: S608
        " INSERT INTO insights_spread (name, day, dimension, value, values, ranks)"
        f" SELECT name, day, dimension, value, sorted, CASE WHEN cardinality(sorted) >= {MANY} THEN {RANKS} END FROM fresh_spread"
    )
    with connection.cursor() as cursor:
        # A few days are a sliver of each table: worth a look by index, whatever the disk is thought to be.
        cursor.execute("SET LOCAL random_page_cost = 1.1")
        for table in ("insights_rollup", "insights_spread", "insights_day"):
            cursor.execute(f"DELETE FROM {table} WHERE day = ANY(%s)", [wanted])  # noqa: S608
        cursor.execute(put, [*values, THRESHOLDS])
        cursor.execute(
            "INSERT INTO insights_day (day, plan, stale, rolled_at) SELECT unnest(%s::date[]), %s, false, clock_timestamp()",
            [wanted, mark],
        )
