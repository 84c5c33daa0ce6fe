"""How much there was: one standing bar for each stretch of time or each step, from nought."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itsm.insights.charts.drawing import Drawing, Table, joined, linked, told
from itsm.insights.charts.lines import spread
from itsm.insights.charts.marks import Axis, Band, Level, Mark, plain
from itsm.insights.charts.scale import ticks
from itsm.insights.charts.upright import Upright, key_of, values_of

SHARE = 0.7  # of the room that each column has
LEAST = 2  # px: what is hardly there is still seen


def columns(
    marks: Sequence[Mark],
    *,
    label: str,
    name: str = "",
    axis: Axis = plain,
    target: Level | None = None,
    band: Band | None = None,
    whole: bool = True,
) -> SafeString:
    """`name` says what is counted, over the column of the table."""
    return draw_columns(
        marks, label=label, name=name, axis=axis, target=target, band=band, whole=whole
    ).page()


def draw_columns(
    marks: Sequence[Mark],
    *,
    label: str,
    name: str = "",
    axis: Axis = plain,
    target: Level | None = None,
    band: Band | None = None,
    whole: bool = True,
) -> Drawing:
    plot = Upright(ticks(values_of(marks, target, band), whole=whole), axis)
    places = spread(len(marks))
    drawn = joined(
        linked(mark, told(mark.name, mark.said), _column(mark, x, len(marks), plot), look="ours")
        for mark, x in zip(marks, places, strict=True)
        if mark.value is not None or mark.n
    )
    return Drawing(
        label=label,
        height=plot.bottom,
        body=plot.band(band) + plot.grid() + drawn + plot.level(target) + plot.names(marks, places),
        table=Table(heads=["", name or _("How many")], rows=[(mark.name, [mark]) for mark in marks]),
        key=key_of(target, band),
    )


def _column(mark: Mark, x: float, count: int, plot: Upright) -> str:
    wide, room = SHARE * 100 / count, 100 / count
    hit = f'<rect class="hit" x="{x - room / 2:.3f}%" width="{room:.3f}%" y="0" height="{plot.bottom}"/>'
    if not mark.value:
        return f'{hit}<rect class="beam" x="{x - wide / 2:.3f}%" width="{wide:.3f}%" y="{plot.ground - 1}" height="1"/>'
    ends = sorted((plot.ground, plot.y(mark.value)))
    tall = max(ends[1] - ends[0], LEAST)
    return f'{hit}<rect class="beam" x="{x - wide / 2:.3f}%" width="{wide:.3f}%" y="{ends[1] - tall:.2f}" height="{tall:.2f}" rx="1.5"/>'
