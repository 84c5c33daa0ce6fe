"""What colleagues felt, as one number from named parts: 100 is nothing to complain of, 0 is as bad as it gets.

Each part is a registered measure; its scale says which value is worth 100 points and which none. A part whose practice is
off, or that has too few rows to say anything, is left out and said to be: the others keep their weights among themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.dashboards.known import here
from itsm.insights.dashboards.models import Weighing
from itsm.insights.measures import Figure, Measure
from itsm.insights.measures.registry import NOTHING


@dataclass(frozen=True, slots=True)
class Scale:
    """The value of `measure` that is worth 100 points, and the one that is worth none; between them a straight line."""

    measure: str
    best: float
    worst: float

    def points(self, value: float) -> float:
        share = (value - self.worst) / (self.best - self.worst)
        return 100 * min(max(share, 0.0), 1.0)


@dataclass(frozen=True, kw_only=True)
class Part:
    """`scales`: the measures that can stand for it, the best first; the first that is here does."""

    key: str
    name: str | Promise
    says: str | Promise
    scales: tuple[Scale, ...]
    weight: int  # until somebody changes it

    @property
    def scale(self) -> Scale | None:
        found = {one.key for one in here([scale.measure for scale in self.scales])}
        return next((scale for scale in self.scales if scale.measure in found), None)


PARTS = (
    Part(
        key="happiness",
        name=_("What they say"),
        says=_("Share of the happy less that of the unhappy: 100 points for 100, none for 0 or less."),
        scales=(Scale("happiness", 100, 0),),
        weight=4,
    ),
    Part(
        key="reopened",
        name=_("It held"),
        says=_("Tickets that came back: 100 points for none, none for 20 % or more."),
        scales=(Scale("reopened", 0, 20),),
        weight=2,
    ),
    Part(
        key="ping_pong",
        name=_("Not sent to and fro"),
        says=_("Tickets that went to and fro between teams: 100 points for none, none for 30 % or more."),
        scales=(Scale("ping_pong", 0, 30),),
        weight=2,
    ),
    Part(
        key="silence",
        name=_("Not left in silence"),
        says=_("Tickets on which a promised word did not come: 100 points for none, none for 50 % or more."),
        scales=(Scale("left_in_silence", 0, 50),),
        weight=2,
    ),
    Part(
        key="lost_time",
        name=_("Little time lost"),
        says=_(
            "What colleagues say they lost: none for 8 hours or more. Until they are asked, the mean time to restore: none for 40 working hours or more."
        ),
        scales=(Scale("lost_time", 0, 480), Scale("time_to_resolve_mean", 0, 40)),
        weight=2,
    ),
)
HEAVIEST = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """One part for one group of tickets. No points: left out."""

    part: Part
    weight: int
    scale: Scale | None = None
    figure: Figure = NOTHING

    @property
    def points(self) -> float | None:
        if self.scale is None or self.figure.value is None:
            return None
        return self.scale.points(self.figure.value)


@dataclass(frozen=True)
class Experience:
    scored: Sequence[Scored]

    @cached_property
    def counting(self) -> list[Scored]:
        return [one for one in self.scored if one.points is not None and one.weight]

    @property
    def left_out(self) -> list[Scored]:
        return [one for one in self.scored if one.points is None and one.weight]

    @property
    def value(self) -> float | None:
        weights = sum(one.weight for one in self.counting)
        if not weights:
            return None
        return sum(one.weight * (one.points or 0) for one in self.counting) / weights


def weights() -> dict[str, int]:
    """As they were decided last. A part that came later has its own."""
    newest = Weighing.objects.last()
    return {part.key: part.weight for part in PARTS} | (newest.weights if newest else {})


def asked(parts: Iterable[Part] = PARTS) -> list[Measure]:
    """The measures to ask for."""
    return here([scale.measure for part in parts if (scale := part.scale)])


def experience(figures: Mapping[str, Figure], weights: Mapping[str, int]) -> Experience:
    """From measure → figure of one group."""
    return Experience([_scored(part, figures, weights.get(part.key, part.weight)) for part in PARTS])


def _scored(part: Part, figures: Mapping[str, Figure], weight: int) -> Scored:
    scale = part.scale
    return Scored(part, weight, scale, figures.get(scale.measure, NOTHING) if scale else NOTHING)
