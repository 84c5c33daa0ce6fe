"""What moved a figure: of each service, team, priority and site, how much of the change against the period before is theirs.

Of a sum, a share or a mean the parts of the change add up to the whole of it: of a share with v in n, among N altogether, that
was V before, a group's part is (v − V) · n ÷ N now, less the same of the period before. Of a median nothing adds up, so groups
stand in the order of how far theirs moved, by how many they are. Groups with too few in either period are left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from itsm.insights.measures import Figure, Filter, Measure, ask_each
from itsm.insights.measures.registry import NOTHING
from itsm.insights.measures.shape import COUNTED
from itsm.people.models import Site, Team
from itsm.services.models import Priority, Service

DIMENSIONS = {"service": _("Service"), "team": _("Team"), "priority": _("Priority"), "site": _("Site")}
MOST = 3  # of each
MODELS: dict[str, Any] = {"service": Service, "team": Team, "site": Site}


@dataclass(frozen=True, kw_only=True)
class Moved:
    """`part` of the change is its doing, in the unit of the measure; None where parts do not add up."""

    dimension: str
    value: Any
    now: Figure
    before: Figure
    part: float | None
    weight: float  # by which it is ranked
    name: str = ""

    @property
    def kind(self) -> Any:
        return DIMENSIONS[self.dimension]


def adds_up(measure: Measure) -> bool:
    return measure.unit in COUNTED or (measure.over is not None and measure.over == measure.n)


def moved(measure: Measure, chosen: Filter, now: Figure, before: Figure) -> list[Moved]:
    """The largest of each dimension that the filter leaves open, as one question to the figures."""
    free = [name for name in DIMENSIONS if not getattr(chosen, name)]
    if not measure.splits or measure.of or not free:
        return []
    ways = [(period, name) for name in free for period in (chosen, chosen.before())]
    answers = [answer[measure.key] for answer in ask_each([measure], ways)]
    found: list[Moved] = []
    for n, name in enumerate(free):
        every = _groups(measure, name, answers[2 * n], answers[2 * n + 1], (now, before))
        found += sorted(every, key=attrgetter("weight"), reverse=True)[:MOST]
    return _named(found)


def _groups(
    measure: Measure,
    dimension: str,
    now: Mapping[Any, Figure],
    before: Mapping[Any, Figure],
    whole: tuple[Figure, Figure],
) -> Iterable[Moved]:
    for value in now.keys() | before.keys():
        one, other = now.get(value, NOTHING), before.get(value, NOTHING)
        if value is None or not _known(one) or not _known(other):
            continue
        part = part_of(measure, one, other, *whole)
        weight = abs(part) if part is not None else _moved_far(one, other, whole[0])
        if weight:
            yield Moved(dimension=dimension, value=value, now=one, before=other, part=part, weight=weight)


def moved_most(found: Iterable[Moved], whole: float) -> Moved | None:
    """Who did most of a change: in its own direction, or it is none of it. Of the finest groups there are, for a priority is
    nearly everything."""
    return next((one for one in found if one.part is not None and one.part * whole > 0), None)


def _known(figure: Figure) -> bool:
    return figure.value is not None or figure.n == 0


def part_of(
    measure: Measure, now: Figure, before: Figure, all_now: Figure, all_before: Figure
) -> float | None:
    """How much of the change is this group's."""
    if measure.unit in COUNTED:
        return (now.value or 0) - (before.value or 0)
    if not adds_up(measure) or all_now.value is None or all_before.value is None:
        return None
    was = all_before.value
    return _off(now, was) / all_now.n - _off(before, was) / all_before.n


def _off(figure: Figure, was: float) -> float:
    return (figure.value - was) * figure.n if figure.value is not None else 0.0


def _moved_far(now: Figure, before: Figure, whole: Figure) -> float:
    if now.value is None or before.value is None or not whole.n:
        return 0.0
    return abs(now.value - before.value) * now.n / whole.n


def _named(found: list[Moved]) -> list[Moved]:
    names: dict[tuple[str, Any], str] = {("priority", one.value): str(one.label) for one in Priority}
    for dimension, model in MODELS.items():
        wanted = [one.value for one in found if one.dimension == dimension]
        if wanted:
            names |= {
                (dimension, pk): name
                for pk, name in model.objects.filter(pk__in=wanted).values_list("pk", "name")
            }
    return [
        Moved(**{**vars(one), "name": names[one.dimension, one.value]})
        for one in found
        if (one.dimension, one.value) in names
    ]
