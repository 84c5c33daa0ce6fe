"""Measures by name, and the one layer that asks the database for them.

A measure is a few aggregates over a source, and how to read a figure from them. Measures over the same source are asked
together, and all sources in one statement, however many figures and stretches of time are wanted.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise

from itsm.insights.measures.period import Filter
from itsm.insights.measures.sql import bucket

TOO_FEW = 20  # a share or a median of fewer says more about chance than about the work


class Unit(StrEnum):
    COUNT = "count"
    HOURS = "hours"  # 24 × 7
    WORKING_HOURS = "working hours"
    PERCENT = "percent"
    EACH = "each"  # per ticket
    MINUTES = "minutes"  # 24 × 7
    PEOPLE = "people"
    A_WEEK = "a week"  # per person and week
    A_QUARTER = "a quarter of an hour"


COUNTED = frozenset({Unit.COUNT, Unit.PEOPLE})
WEEK = timedelta(weeks=1)


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and how many rows stand behind it; no value where there is nothing or too little."""

    value: float | None
    n: int
    too_few: bool = False


NOTHING = Figure(None, 0)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Rows that can be counted: which, when each happened, how each leads to its ticket.

    `about` says instead which rows a filter means, where a row may be about no ticket at all.
    """

    key: str
    rows: Callable[[], QuerySet[Any]]
    moment: str
    path: str = ""
    about: Callable[[Filter], Q] | None = None

    def among(self, chosen: Filter) -> QuerySet[Any]:
        meant = self.about(chosen) if self.about else chosen.tickets(self.path)
        return self.rows().filter(meant, chosen.within(self.moment))


@dataclass(frozen=True, kw_only=True)
class Record:
    """One line of the list behind a figure. `tone`: kept, soon or broken."""

    name: str
    said: str
    href: str = ""
    tone: str = ""


Records = Callable[["Measure", Filter, Any], list[Record]]  # for the person who looks


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`name` and `sentence` are for the reader, `formula` is exact, `population` says which rows count."""

    key: str
    name: str | Promise
    sentence: str | Promise
    formula: str
    population: str | Promise
    unit: Unit
    better: Better
    source: Source
    n: Expression | Any
    value: Expression | Any
    over: Expression | Any = None  # for a share: `value` counts the part, `over` the whole
    records: Records | None = None

    @property
    def aggregates(self) -> dict[str, Any]:
        named = {"n": self.n, "value": self.value, **({"over": self.over} if self.over is not None else {})}
        return {f"{self.key}_{name}": expression for name, expression in named.items()}

    def read(self, row: Mapping[str, Any], *, length: timedelta) -> Figure:
        """`length`: of the stretch of time that the row is about."""
        n, value = row[f"{self.key}_n"] or 0, row[f"{self.key}_value"]
        if self.unit in COUNTED:
            return Figure(float(value or 0), n)
        if n < TOO_FEW:
            return Figure(None, n, too_few=True)
        if self.over is not None:
            times = WEEK / length if self.unit == Unit.A_WEEK else 100
            value = times * value / row[f"{self.key}_over"] if row[f"{self.key}_over"] else None
        return Figure(None if value is None else float(value), n)


@dataclass(frozen=True, kw_only=True)
class Stretches:
    """Equal stretches of time, the last of them ending with the period."""

    length: timedelta
    count: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A figure of this moment, which has no past. Those that share a `count` are counted in one go."""

    key: str
    name: str | Promise
    sentence: str | Promise
    formula: str
    population: str | Promise
    unit: Unit
    better: Better
    count: Callable[[Filter, datetime], Mapping[str, Figure]]


_measures: dict[str, Measure] = {}
_standing: dict[str, Standing] = {}


def register(*measures: Measure) -> None:
    """Called by whoever brings measures, once, when its app is ready."""
    for measure in measures:
        if _measures.setdefault(measure.key, measure) != measure:
            raise ValueError(f"Two measures are called {measure.key}")


def register_standing(*figures: Standing) -> None:
    for figure in figures:
        if _standing.setdefault(figure.key, figure) != figure:
            raise ValueError(f"Two figures are called {figure.key}")


def standing() -> list[Standing]:
    return list(_standing.values())


def ask_now(wanted: Iterable[Standing], chosen: Filter, *, now: datetime) -> dict[str, Figure]:
    """Key → figure, each way of counting once."""
    counts = {figure.count: None for figure in wanted}
    return {key: figure for count in counts for key, figure in count(chosen, now).items()}


def measure(key: str) -> Measure:
    return _measures[key]


def measures() -> list[Measure]:
    return list(_measures.values())


By = str | Stretches | None
Answers = dict[str, dict[Any, Figure]]  # measure's key → group → figure


def ask(wanted: Iterable[Measure], chosen: Filter, *, by: By = None) -> Answers:
    """`by`: "month", a field of the ticket such as "priority", stretches of time, or nothing (one group, None)."""
    return ask_each(wanted, [(chosen, by)])[0]


def ask_each(wanted: Iterable[Measure], ways: Sequence[tuple[Filter, By]]) -> list[Answers]:
    """The same measures asked in several ways. One statement, however many sources, figures, ways and groups."""
    sources: dict[str, list[Measure]] = defaultdict(list)
    for one in wanted:
        sources[one.source.key].append(one)
    answers: list[Answers] = [{} for _way in ways]
    questions = {key: _question(together, ways) for key, together in sources.items()}
    named = any(
        isinstance(by, str) for _chosen, by in ways
    )  # groups that are no numbers: JSON would change them
    found = {key: list(rows) for key, rows in questions.items()} if named else _in_one_statement(questions)
    for key, together in sources.items():
        for way, (chosen, by) in enumerate(ways):
            length = by.length if isinstance(by, Stretches) else chosen.length
            rows = [row for row in found[key] if row["of_way"] == way]
            for one in together:
                answers[way][one.key] = {row["of_group"]: one.read(row, length=length) for row in rows}
    return answers


def _question(together: Sequence[Measure], ways: Sequence[tuple[Filter, By]]) -> "QuerySet[Any, Any]":
    parts = [_part(together, way, chosen, by) for way, (chosen, by) in enumerate(ways)]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _in_one_statement(questions: "dict[str, QuerySet[Any, Any]]") -> dict[str, list[dict[str, Any]]]:
    """Each question has other columns, so each row comes as JSON."""
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in questions}
    parts, values = [], []
    for key, rows in questions.items():
        with suppress(EmptyResultSet):  # the filter is about nothing that this source knows
            sql, given = rows.query.sql_with_params()
            parts.append(f"SELECT %s, to_jsonb(answer)::text FROM ({sql}) answer")  # noqa: S608  # the ORM's own
            values += [key, *given]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for key, row in cursor.fetchall():
                found[key].append(json.loads(row))
    return found


def _part(together: Sequence[Measure], way: int, chosen: Filter, by: By) -> QuerySet[Any, Any]:
    source = together[0].source
    group = _group(source, chosen, by) if by else _everything()
    rows = source.among(chosen).order_by().values(of_group=group, of_way=Value(way))
    return rows.annotate(**{name: agg for one in together for name, agg in one.aggregates.items()})


def one(wanted: Measure, chosen: Filter) -> Figure:
    return ask([wanted], chosen)[wanted.key].get(None, NOTHING)


def _group(source: Source, chosen: Filter, by: "str | Stretches") -> Any:
    match by:
        case Stretches(length=length, count=count):
            return bucket(source.moment, first=chosen.until - length * count, length=length, count=count)
        case "month":
            return TruncMonth(source.moment, tzinfo=chosen.zone)
        case _:
            return F(f"{source.path}{by}")


def _everything() -> Any:
    return Value(None, output_field=IntegerField())


__all__ = [
    "Better",
    "Figure",
    "Measure",
    "Record",
    "Source",
    "Standing",
    "Stretches",
    "Unit",
    "ask",
    "ask_each",
    "ask_now",
    "measure",
    "measures",
    "one",
    "register",
    "register_standing",
    "standing",
]
