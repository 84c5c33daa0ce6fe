"""How something went: one mark for each stretch of time, a gap where there is too little to say."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itsm.insights.charts.drawing import HIT, Drawing, Table, joined, linked, told
from itsm.insights.charts.marks import Axis, Band, Level, Mark, Series, kind_of, plain
from itsm.insights.charts.scale import ticks
from itsm.insights.charts.upright import Upright, key_of, values_of

# Each line its own shape of mark, around (0, 0).
SHAPES = {
    "ours": "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z",
    "theirs": "M0 -4.5L4.5 0L0 4.5L-4.5 0z",
    "others": "M-3.3 -3.3h6.6v6.6h-6.6z",
    "info": "M0 -4.5L4.2 3.2H-4.2z",
    "scheduled": "M0 4.5L4.2 -3.2H-4.2z",
    "nobody": "M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5",
}
FEW = "M-3 0H3"  # lies on the ground: there are records, but too few to say anything


def line(
    series: Sequence[Series],
    *,
    label: str,
    axis: Axis = plain,
    target: Level | None = None,
    band: Band | None = None,
    whole: bool = False,
) -> SafeString:
    return draw_line(series, label=label, axis=axis, target=target, band=band, whole=whole).page()


def draw_line(
    series: Sequence[Series],
    *,
    label: str,
    axis: Axis = plain,
    target: Level | None = None,
    band: Band | None = None,
    whole: bool = False,
) -> Drawing:
    every = [mark for one in series for mark in one.marks]
    plot = Upright(ticks(values_of(every, target, band), whole=whole, near=True), axis)
    first = series[0].marks if series else ()
    places = spread(len(first))
    bare = not any(value is not None for value in values_of(every, target, band))
    kinds = [kind_of(one.kind, n) for n, one in enumerate(series)]
    # The first line has the widest hits, so the others lie above it.
    drawn = joined(_line(one, kind, places, plot) for one, kind in zip(series, kinds, strict=True))
    marks = joined(
        _marks(one, kind, places, plot, wide=n == 0, alone=len(series) == 1)
        for n, (one, kind) in enumerate(zip(series, kinds, strict=True))
    )
    key = (
        [(_swatch(kind), one.name) for one, kind in zip(series, kinds, strict=True)]
        if len(series) > 1
        else []
    )
    return Drawing(
        label=label,
        height=plot.bottom,
        body=plot.band(band)
        + plot.grid(bare=bare)
        + plot.level(target)
        + drawn
        + marks
        + plot.names(first, places),
        table=table(series),
        key=[*key, *key_of(target, band)],
    )


def spread(count: int) -> list[float]:
    """The middle of each of so many equal stretches, in percent."""
    return [round((n + 0.5) * 100 / count, 3) for n in range(count)]


def _line(one: Series, kind: str, places: Sequence[float], plot: Upright) -> str:
    ends = [(x, mark.value) for x, mark in zip(places, one.marks, strict=True)]
    drawn = joined(
        f'<line x1="{x}%" y1="{plot.y(value)}" x2="{next_x}%" y2="{plot.y(next_value)}"/>'
        for (x, value), (next_x, next_value) in pairwise(ends)
        if value is not None and next_value is not None
    )
    return f'<g class="course {kind}">{drawn}</g>'


def _marks(one: Series, kind: str, places: Sequence[float], plot: Upright, *, wide: bool, alone: bool) -> str:
    name = "" if alone else one.name
    return joined(
        linked(
            mark,
            told(mark.name, name, mark.said),
            _mark(mark, kind, x, plot, len(places) if wide else 0),
            look=kind,
        )
        for x, mark in zip(places, one.marks, strict=True)
        if mark.value is not None or mark.n
    )


def _mark(mark: Mark, kind: str, x: float, plot: Upright, wide: int) -> str:
    y = plot.ground if mark.value is None else plot.y(mark.value)
    shape = FEW if mark.value is None else SHAPES[kind]
    half = 50 / wide if wide else 0
    hit = (
        f'<rect class="hit" x="{x - half:.3f}%" width="{2 * half:.3f}%" y="0" height="{plot.bottom}"/>'
        if wide
        else f'<circle class="hit" cx="{x}%" cy="{y}" r="{HIT}"/>'
    )
    look = "flat" if mark.value is None else "dot"
    return f'{hit}<svg x="{x}%" y="{y}" overflow="visible"><path class="{look}" d="{shape}"/></svg>'


def _swatch(kind: str) -> str:
    return (
        f'<g class="course {kind}"><line x1="0" x2="22" y1="6" y2="6"/></g>'
        f'<svg x="11" y="6" overflow="visible" class="mark {kind}"><path class="dot" d="{SHAPES[kind]}"/></svg>'
    )


def table(series: Sequence[Series]) -> Table:
    """One row for each stretch, one column for each line."""
    first = series[0].marks if series else ()
    rows = [(mark.name, [one.marks[n] for one in series]) for n, mark in enumerate(first)]
    return Table(heads=[_("When"), *(one.name for one in series)], rows=rows)
