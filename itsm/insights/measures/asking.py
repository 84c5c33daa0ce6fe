"""Asking the rows themselves: one statement, however many sources, figures, ways and groups.

Django takes longer to write that statement than PostgreSQL to answer it, so it is written once for each shape of question, about
periods that cannot be, and asked again with other moments. For that a source's rows have to be the same statement each time,
as long as the same practices are on.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.functions import TruncMonth

from itsm.frame.practices import names_on
from itsm.insights.measures.combined import Answers
from itsm.insights.measures.period import Filter
from itsm.insights.measures.shape import By, Measure, Source, Stretches
from itsm.insights.measures.sql import bucket, ends_of

Way = tuple[Filter, By]
KEPT = 16  # statements, in each process
APART = timedelta(days=4019)  # from one way's period that cannot be to the next one's


def ask_rows(wanted: Sequence[Measure], ways: Sequence[Way]) -> list[Answers]:
    sources: dict[str, list[Measure]] = defaultdict(list)
    for one in wanted:
        sources[one.source.key].append(one)
    named = any(
        isinstance(by, str) for _chosen, by in ways
    )  # groups that are no numbers: JSON would change them
    found = (
        {key: list(_question(together, ways)) for key, together in sources.items()}
        if named
        else _in_one_statement(sources, ways)
    )
    answers: list[Answers] = [{} for _way in ways]
    for key, together in sources.items():
        for way in range(len(ways)):
            rows = [row for row in found[key] if row["of_way"] == way]
            for one in together:
                answers[way][one.key] = {row["of_group"]: one.read(row) for row in rows}
    return answers


def _in_one_statement(
    sources: Mapping[str, Sequence[Measure]], ways: Sequence[Way]
) -> dict[str, list[dict[str, Any]]]:
    sql, values = _statement(tuple(chain.from_iterable(sources.values())), ways)
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in sources}
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for key, row in cursor.fetchall():
                found[key].append(json.loads(row))
    return found


def _statement(measures: tuple[Measure, ...], ways: Sequence[Way]) -> tuple[str, list[Any]]:
    """The one that is kept, with the moments that are meant now."""
    anytime = tuple(_anytime(n, way) for n, way in enumerate(ways))
    never = [moment for way in anytime for moment in moments(way)]
    if len(set(never)) < len(never):  # of two that are alike nobody knows which is meant
        return write(Asked(measures, tuple(ways)))
    sql, values = kept_statement(Asked(measures, anytime))
    now = dict(zip(never, (moment for way in ways for moment in moments(way)), strict=True))
    return sql, [now.get(value, value) if isinstance(value, (float, date)) else value for value in values]


@dataclass(frozen=True, eq=False)
class Asked:
    """A question without its moments. Two of the same measures, by key, in the same ways are one."""

    measures: tuple[Measure, ...]
    ways: tuple[Way, ...]
    practices: tuple[str, ...] = field(default_factory=names_on)

    @property
    def name(self) -> Any:
        return tuple(one.key for one in self.measures), self.ways, self.practices

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Asked) and self.name == other.name
        return same and all(a is b for a, b in zip(self.measures, other.measures, strict=True))  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(self.name)


def _anytime(n: int, way: Way) -> Way:
    """The way about a period of its own, thousands of years from here."""
    chosen, by = way
    apart = APART * n
    since, until = (datetime(year, 1, 1, tzinfo=UTC) + apart for year in (4000, 6000))
    return replace(chosen, since=since, until=until), by


def moments(way: Way) -> Iterator[Any]:
    """Everything in a statement that hangs on when."""
    chosen, by = way
    yield from (chosen.since, chosen.until)
    if isinstance(by, Stretches):
        yield from ends_of(chosen.until - by.length * by.count, by.length, by.count, chosen.zone)


def write(asked: Asked) -> tuple[str, list[Any]]:
    """Each source has other columns, so each row comes as JSON."""
    sources: dict[str, list[Measure]] = defaultdict(list)
    for one in asked.measures:
        sources[one.source.key].append(one)
    parts, values = [], []
    for key, together in sources.items():
        with suppress(EmptyResultSet):  # the filter is about nothing that this source knows
            sql, given = _question(together, asked.ways).query.sql_with_params()
            parts.append(f"SELECT %s, to_jsonb(answer)::text FROM ({sql}) answer")  # noqa: S608  # the ORM's own
            values += [key, *given]
    return " UNION ALL ".join(parts), values


kept_statement = lru_cache(maxsize=KEPT)(write)


def _question(together: Sequence[Measure], ways: Sequence[Way]) -> "QuerySet[Any, Any]":
    parts = [_part(together, way, chosen, by) for way, (chosen, by) in enumerate(ways)]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _part(together: Sequence[Measure], way: int, chosen: Filter, by: By) -> QuerySet[Any, Any]:
    source = together[0].source
    group = _group(source, chosen, by) if by else _everything()
    rows = source.among(chosen).order_by().values(of_group=group, of_way=Value(way))
    return rows.annotate(**{name: agg for one in together for name, agg in one.aggregates.items()})


def _group(source: Source, chosen: Filter, by: "str | Stretches") -> Any:
    match by:
        case Stretches(length=length, count=count):
            first = chosen.until - length * count
            return bucket(source.moment, first=first, length=length, count=count, zone=chosen.zone)
        case "month":
            return TruncMonth(source.moment, tzinfo=chosen.zone)
        case _:
            return F(f"{source.path}{by}")


def _everything() -> Any:
    return Value(None, output_field=IntegerField())
