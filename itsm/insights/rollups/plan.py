"""What is kept by day: the parts that measures are made of, each once, in one order.

Counts and sums of days add up. A median does not: for it the day's values are kept. What is neither, such as a count of
distinct people, is always asked of the rows themselves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Self

from django.db.models import Aggregate, Avg, Count, FloatField, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast

from itsm.insights.measures.shape import Measure, Source
from itsm.insights.measures.sql import Percentile

EVERY = Count("pk")


class NotKept(Exception):
    """Days of this do not add up."""


@dataclass(eq=False)
class Part:
    """A source, and what is kept of its rows. `first`: where its parts begin in the row of a day."""

    source: Source
    first: int
    sums: list[Aggregate] = field(default_factory=lambda: [EVERY])  # always how many rows there were
    spreads: list[Percentile] = field(default_factory=list)

    def place(self, wanted: Aggregate) -> int:
        return self.first + self.sums.index(wanted)

    def name(self, wanted: Percentile) -> str:
        return f"{self.source.key} {self.spreads.index(values_of(wanted))}"

    def take(self, measure: Measure) -> None:
        """Raises NotKept before anything is taken."""
        leaves = [leaf for expression in measure.aggregates.values() for leaf in leaves_of(expression)]
        for leaf in leaves:
            found: list[Any] = self.spreads if isinstance(leaf, Percentile) else self.sums
            if leaf not in found:
                found.append(leaf)


Sums = Mapping[int, float]  # place of a part → its sum over many days
Shares = Mapping[tuple[str, float], float]  # name of values and share of them → the percentile
Recipe = Callable[[Sums, Shares], Any]


@dataclass(frozen=True)
class Kept:
    """A measure as days have it: what of a day's row it needs, and how its aggregates come from that."""

    part: Part
    places: frozenset[int]
    shares: tuple[tuple[str, float], ...]
    recipes: dict[str, Recipe]

    @classmethod
    def of(cls, measure: Measure, part: Part) -> Self:
        expressions = measure.aggregates.values()
        leaves = [leaf for expression in expressions for leaf in leaves_of(expression)]
        asked = [each for expression in expressions for each in percentiles_in(expression)]
        return cls(
            part=part,
            places=frozenset(
                {part.first, *(part.place(leaf) for leaf in leaves if not isinstance(leaf, Percentile))}
            ),
            shares=tuple((part.name(each), each.extra["share"]) for each in asked),
            recipes={name: recipe(each, part) for name, each in measure.aggregates.items()},
        )


@dataclass(frozen=True)
class Plan:
    parts: dict[str, Part]
    kept: dict[str, Kept]  # by the keys of measures

    def said(self, place: int) -> str:
        """What stands at a place, for whoever has to look for a difference."""
        for part in self.parts.values():
            if part.first <= place < part.first + len(part.sums):
                return f"{part.sums[place - part.first]} of {part.source.key}"
        return f"place {place}"

    @property
    def width(self) -> int:
        return sum(len(part.sums) for part in self.parts.values())


_plans: dict[tuple[str, ...], Plan] = {}


def plan_for(measures: Iterable[Measure]) -> Plan:
    """Made once: measures are registered while the apps get ready, and a key is given once."""
    known = tuple(measures)
    keys = tuple(measure.key for measure in known)
    if keys not in _plans:
        _plans.clear()
        _plans[keys] = _plan(known)
    return _plans[keys]


def _plan(measures: tuple[Measure, ...]) -> Plan:
    """Sources that lead to tickets, by name, so that the order does not hang on which app is ready first."""
    taken: dict[str, list[Measure]] = {}
    for measure in sorted(measures, key=lambda each: (each.source.key, each.key)):
        if measure.rolls and not measure.of and measure.source.about is None and _adds_up(measure):
            taken.setdefault(measure.source.key, []).append(measure)
    parts, first = {}, 0
    for key, together in taken.items():
        parts[key] = part = Part(together[0].source, first)
        for measure in together:
            part.take(measure)
        first += len(part.sums)
    kept = {one.key: Kept.of(one, parts[key]) for key, together in taken.items() for one in together}
    return Plan(parts, kept)


def _adds_up(measure: Measure) -> bool:
    try:
        for expression in measure.aggregates.values():
            leaves_of(expression)
    except NotKept:
        return False
    return True


def leaves_of(expression: Any) -> list[Aggregate]:
    """The aggregates in it that can be kept; a mean is a sum and a number."""
    match expression:
        case CombinedExpression():
            return [leaf for side in (expression.lhs, expression.rhs) for leaf in leaves_of(side)]
        case Value():
            return []
        case Percentile():
            return [values_of(expression)]
        case Avg() if not _is_distinct(expression):
            return list(halves_of(expression))
        case Count() | Sum() if not _is_distinct(expression):
            return [_without_default(expression)]
    raise NotKept


def percentiles_in(expression: Any) -> list[Percentile]:
    match expression:
        case CombinedExpression():
            return [*percentiles_in(expression.lhs), *percentiles_in(expression.rhs)]
        case Percentile():
            return [expression]
    return []


def halves_of(mean: Avg) -> tuple[Sum, Count]:
    (each,) = mean.source_expressions
    return Sum(each, filter=mean.filter), Count(each, filter=mean.filter)


def values_of(percentile: Percentile) -> Percentile:
    """The values do not hang on which share of them is asked for."""
    return Percentile(percentile.source_expressions[0], 0.5, filter=percentile.filter)


def _is_distinct(aggregate: Any) -> bool:
    return bool(aggregate.distinct)


def _without_default(total: Any) -> Aggregate:
    if total.default is None:
        return total
    return Sum(total.source_expressions[0], filter=total.filter)


def recipe(expression: Any, part: Part) -> Recipe:
    """How the figure of an expression comes from sums over many days, and from what was found for the percentiles."""
    match expression:
        case CombinedExpression():
            left, how, right = (
                recipe(expression.lhs, part),
                expression.connector,
                recipe(expression.rhs, part),
            )
            return lambda sums, shares: _combine(left(sums, shares), how, right(sums, shares))
        case Value():
            return lambda sums, shares: expression.value
        case Percentile():
            wanted = part.name(expression), expression.extra["share"]
            return lambda sums, shares: shares.get(wanted)
        case Avg():
            total, number = (part.place(half) for half in halves_of(expression))
            return lambda sums, shares: _combine(sums[total], "/", sums[number])
    place = part.place(_without_default(expression))
    return lambda sums, shares: sums[place]


def _combine(left: Any, how: str, right: Any) -> Any:
    if left is None or right is None or (how == "/" and not right):
        return None
    match how:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right


def as_float(leaf: Any) -> Cast:
    return Cast(leaf, FloatField())


def fingerprint(statement: str, values: Sequence[Any]) -> str:
    """Of everything that decides what a day's row holds: another formula in a new release makes another plan. In which order
    the values of a set were written differs from process to process and means nothing."""
    return blake2b(f"{statement} {sorted(map(repr, values))}".encode(), digest_size=8).hexdigest()
