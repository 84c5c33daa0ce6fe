"""What something is made of: lying bars of parts. Each part has a texture as well as a colour, and its name where it fits."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from itsm.insights.charts.drawing import Drawing, Table, prefix, told
from itsm.insights.charts.lying import bar, head, height
from itsm.insights.charts.marks import Part, Row, kind_of
from itsm.insights.charts.textures import fill

GAP = 0.3  # percent between parts


def stacked(rows: Sequence[Row], parts: Sequence[Part], *, label: str, shares: bool = False) -> SafeString:
    """The marks of every row in the order of the parts. `shares`: every row is as long as the box, whatever its sum."""
    return draw_stacked(rows, parts, label=label, shares=shares).page()


def draw_stacked(rows: Sequence[Row], parts: Sequence[Part], *, label: str, shares: bool = False) -> Drawing:
    kinds = [kind_of(part.kind, n) for n, part in enumerate(parts)]
    sums = [sum(mark.value or 0 for mark in row.marks) for row in rows]
    longest = max(sums, default=0) or 1
    texture = prefix(label)
    body = ""
    for place, (row, whole) in enumerate(zip(rows, sums, strict=True)):
        per = 100 / ((whole if shares else longest) or 1)
        body += head(row, place, _said(row)) + _parts(row, parts, kinds, place, per, texture)
    key = [(_swatch(kind, texture), part.name) for part, kind in zip(parts, kinds, strict=True)]
    table = Table(heads=["", *(part.name for part in parts)], rows=[(row.name, row.marks) for row in rows])
    return Drawing(
        label=label, height=height(rows), body=body, table=table, key=key, axis=False, textured=True
    )


def _said(row: Row) -> str:
    """A row of one part says it; of more, each says its own."""
    return row.marks[0].said if len(row.marks) == 1 else ""


def _parts(
    row: Row, parts: Sequence[Part], kinds: Sequence[str], place: int, per: float, texture: str
) -> str:
    drawn, x = "", 0.0
    for part, kind, mark in zip(parts, kinds, row.marks, strict=True):
        wide = (mark.value or 0) * per
        if wide:
            words = told(row.name, part.name, mark.said)
            length = max(wide - GAP, 0.2)
            drawn += bar(mark, words, place=place, x=x, wide=length, look=kind, fill=fill(kind, texture))
        x += wide
    return drawn


def _swatch(kind: str, texture: str) -> str:
    return f'<g class="mark {kind}"><rect class="beam"{fill(kind, texture)} width="22" height="12" rx="1.5"/></g>'
