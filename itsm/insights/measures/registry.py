"""Measures by name, and the one layer that asks the database for them.

A measure is a few aggregates over a source, and how to read a figure from them. Measures over the same source are asked
together: one statement per source, however many figures and stretches of time are wanted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Expression, F, IntegerField, QuerySet, Value
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
    """Rows that can be counted: which, when each happened, how each leads to its ticket."""

    key: str
    rows: Callable[[], QuerySet[Any]]
    moment: str
    path: str = ""

    def among(self, chosen: Filter) -> QuerySet[Any]:
        return self.rows().filter(chosen.tickets(self.path), chosen.within(self.moment))


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

    @property
    def aggregates(self) -> dict[str, Any]:
        named = {"n": self.n, "value": self.value, **({"over": self.over} if self.over is not None else {})}
        return {f"{self.key}_{name}": expression for name, expression in named.items()}

    def read(self, row: Mapping[str, Any]) -> Figure:
        n, value = row[f"{self.key}_n"] or 0, row[f"{self.key}_value"]
        if self.unit == Unit.COUNT:
            return Figure(float(value or 0), n)
        if n < TOO_FEW:
            return Figure(None, n, too_few=True)
        if self.over is not None:
            value = 100 * value / row[f"{self.key}_over"] if row[f"{self.key}_over"] else None
        return Figure(None if value is None else float(value), n)


@dataclass(frozen=True, kw_only=True)
class Stretches:
    """Equal stretches of time, the last of them ending with the period."""

    length: timedelta
    count: int


_measures: dict[str, Measure] = {}


def register(*measures: Measure) -> None:
    """Called by whoever brings measures, once, when its app is ready."""
    for measure in measures:
        if _measures.setdefault(measure.key, measure) != measure:
            raise ValueError(f"Two measures are called {measure.key}")


def measure(key: str) -> Measure:
    return _measures[key]


def measures() -> list[Measure]:
    return list(_measures.values())


def ask(
    wanted: Iterable[Measure], chosen: Filter, *, by: "str | Stretches | None" = None
) -> dict[str, dict[Any, Figure]]:
    """Measure key → group → figure. `by`: "month", a field of the ticket such as "priority", stretches of time, or nothing
    (one group, None). One statement per source."""
    sources: dict[str, list[Measure]] = defaultdict(list)
    for one in wanted:
        sources[one.source.key].append(one)
    answers: dict[str, dict[Any, Figure]] = {}
    for together in sources.values():
        source = together[0].source
        rows = source.among(chosen).order_by()
        rows = rows.values(group=_group(source, chosen, by)) if by else rows.values(group=_everything())
        found = list(rows.annotate(**{name: agg for one in together for name, agg in one.aggregates.items()}))
        for one in together:
            answers[one.key] = {row["group"]: one.read(row) for row in found}
    return answers


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
    "Source",
    "Stretches",
    "Unit",
    "ask",
    "measure",
    "measures",
    "one",
    "register",
]
