"""Two values of the same thing on one scale, and the way between them: how far two mirrors are apart."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from itsm.insights.charts.drawing import HIT, Drawing, Table, linked, told
from itsm.insights.charts.lines import SHAPES
from itsm.insights.charts.lying import BAR, head, height, top
from itsm.insights.charts.marks import Axis, Part, Row, kind_of, plain
from itsm.insights.charts.scale import Scale, ticks

BELOW = 22  # px for the numbers of the scale
INSET = 1.5  # percent that keep the outermost marks inside


def dumbbell(
    rows: Sequence[Row], parts: Sequence[Part], *, label: str, axis: Axis = plain, scale: Sequence[float] = ()
) -> SafeString:
    """The marks of every row in the order of the parts; small samples have the tone "few" and are drawn hollow and grey.

    `scale` gives the numbers on the axis, from left to right, where they are not to follow from the values.
    """
    return draw_dumbbell(rows, parts, label=label, axis=axis, scale=scale).page()


def draw_dumbbell(
    rows: Sequence[Row], parts: Sequence[Part], *, label: str, axis: Axis = plain, scale: Sequence[float] = ()
) -> Drawing:
    kinds = [kind_of(part.kind, n) for n, part in enumerate(parts)]
    lines = list(scale) or ticks(mark.value for row in rows for mark in row.marks)
    across, tall = Scale(lines, 100 - 2 * INSET), height(rows)
    body = _grid(across, axis, tall)
    for place, row in enumerate(rows):
        body += head(row, place, "") + _pair(row, parts, kinds, place, across)
    key = [(_swatch(kind), part.name) for part, kind in zip(parts, kinds, strict=True)]
    table = Table(heads=["", *(part.name for part in parts)], rows=[(row.name, row.marks) for row in rows])
    return Drawing(label=label, height=tall + BELOW, body=body, table=table, key=key, axis=False)


def _grid(across: Scale, axis: Axis, tall: int) -> str:
    drawn = ""
    for n, value in enumerate(across.marks):
        x = across(value) + INSET
        anchor = "start" if n == 0 else "end" if n == len(across.marks) - 1 else "middle"
        edge = 0 if n == 0 else 100 if anchor == "end" else x
        drawn += f'<line class="grid" x1="{x:.2f}%" x2="{x:.2f}%" y1="0" y2="{tall}"/>'
        drawn += f'<text class="at" x="{edge:.2f}%" y="{tall + BELOW - 6}" text-anchor="{anchor}">{axis(value)}</text>'
    return drawn


def _pair(row: Row, parts: Sequence[Part], kinds: Sequence[str], place: int, across: Scale) -> str:
    y = top(place) + BAR / 2
    places = [None if mark.value is None else across(mark.value) + INSET for mark in row.marks]
    known = [x for x in places if x is not None]
    drawn = ""
    if len(known) > 1:
        few = " few" if any(mark.tone == "few" for mark in row.marks) else ""
        drawn = (
            f'<line class="between{few}" x1="{min(known):.2f}%" x2="{max(known):.2f}%" y1="{y}" y2="{y}"/>'
        )
    for part, kind, mark, x in zip(parts, kinds, row.marks, places, strict=True):
        if x is not None:
            shape = (
                f'<circle class="hit" cx="{x:.2f}%" cy="{y}" r="{HIT}"/><svg x="{x:.2f}%" y="{y}" overflow="visible">'
                f'<path class="dot big" d="{SHAPES[kind]}"/></svg>'
            )
            drawn += linked(mark, told(row.name, part.name, mark.said), shape, look=kind)
    return drawn


def _swatch(kind: str) -> str:
    return f'<svg x="11" y="6" overflow="visible" class="mark {kind}"><path class="dot" d="{SHAPES[kind]}"/></svg>'
