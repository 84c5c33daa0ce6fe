"""The course of a figure as a chart: against its target, with the band that others publish."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from itsm.insights.charts import Level, Mark, Series
from itsm.insights.charts.columns import draw_columns
from itsm.insights.charts.drawing import Drawing
from itsm.insights.charts.lines import draw_line
from itsm.insights.explain.account import Account
from itsm.insights.figures import on_axis, said, with_unit
from itsm.insights.measures import Figure
from itsm.insights.measures.shape import COUNTED


def draw(account: Account, *, opens: bool = True) -> Drawing:
    """A count as columns, everything else as a line. `opens`: its marks are links."""
    one, year = account.measure, account.chosen.until.year
    name, unit = str(one.name), one.unit
    target = None
    if account.target is not None:
        target = Level(
            account.target, _("Target: %(value)s") % {"value": with_unit(Figure(account.target, 0), unit)}
        )
    band = account.bands[0].band(unit, year=year) if account.bands else None
    axis = partial(on_axis, unit=unit)
    found = marks(account) if opens else [replace(mark, href="") for mark in marks(account)]
    if unit in COUNTED:
        return draw_columns(found, label=name, name=name, axis=axis, target=target, band=band)
    return draw_line([Series(name, found)], label=name, axis=axis, target=target, band=band)


def marks(account: Account) -> list[Mark]:
    """One for each stretch; each opens what was counted in it."""
    one = account.measure
    return [
        Mark(
            figure.value,
            said(figure, one),
            account.records(stretch=n) if figure.n else "",
            one.listed(figure),
            name,
            name.partition(" – ")[0],
        )
        for n, (name, figure) in enumerate(zip(account.names, account.course, strict=True), start=1)
    ]
