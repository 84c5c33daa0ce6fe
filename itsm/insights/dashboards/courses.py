"""Figures on a dashboard: each with its value now, what changed, and its course through the period against its target."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from itsm.insights.charts import Level, Mark, Row
from itsm.insights.dashboards import panels
from itsm.insights.dashboards.known import here
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.figures import change, said, with_unit
from itsm.insights.goals.targets import targets_of
from itsm.insights.measures import Figure, Measure, Stretches, ask_each
from itsm.insights.measures.registry import NOTHING


@dataclass(frozen=True, kw_only=True)
class Course:
    """One figure: now, in the period before, and stretch by stretch."""

    measure: Measure
    now: Figure
    before: Figure
    through: Sequence[Figure]
    target: float | None = None


def courses(page: Page, keys: Collection[str]) -> list[Course]:
    """Asked together: one question of the figures and one of their targets, however many there are."""
    wanted = here(keys)
    both = replace(page.chosen, since=page.chosen.before().since)
    halves = Stretches(length=page.chosen.length, count=2)
    periods, through = ask_each(wanted, [(both, halves), (page.chosen, page.stretches)])
    targets = targets_of([one.key for one in wanted], page.chosen)
    return [
        Course(
            measure=one,
            now=periods[one.key].get(2, NOTHING),
            before=periods[one.key].get(1, NOTHING),
            through=[through[one.key].get(n, NOTHING) for n, _only in page.each()],
            target=targets.get(one.key),
        )
        for one in wanted
    ]


def drawn(page: Page, keys: Collection[str]) -> Iterator[Panel]:
    return (panel(page, one) for one in courses(page, keys))


def key_of(measure: str) -> str:
    """What the panel of a figure is called."""
    return measure.replace("_", "-")


def panel(page: Page, one: Course) -> Panel:
    unit = one.measure.unit
    target = None if one.target is None else Level(one.target, _target(one))
    changed = change(one.now, one.before, unit)
    return Panel(
        key=key_of(one.measure.key),
        title=str(one.measure.name),
        value=said(one.now, one.measure),
        says=" ".join([str(one.measure.sentence), changed]).strip(),
        changed=changed,
        draw=panels.lines,
        unit=unit,
        rows=[Row(str(one.measure.name), marks(page, one.measure, one.through))],
        target=target,
        size="small",
        empty=_("Too few to say anything about any stretch of this period."),
        more=(_("See the figure"), page.figure(one.measure)),
    )


def _target(one: Course) -> str:
    return _("Target: %(value)s") % {"value": with_unit(Figure(one.target, 0), one.measure.unit)}


def marks(page: Page, measure: Measure, figures: Sequence[Figure]) -> list[Mark]:
    return [
        page.mark(measure, figure, name=name, tick=panels.tick(name), stretch=n)
        for n, (name, figure) in enumerate(zip(page.names, figures, strict=True), start=1)
    ]
