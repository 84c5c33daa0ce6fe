"""When something was: rows of stretches on one line of time."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itsm.frame import words
from itsm.insights.charts.drawing import Drawing, Table, prefix, told
from itsm.insights.charts.lying import bar, head, height, rail
from itsm.insights.charts.marks import Mark, Part, Row, Span
from itsm.insights.charts.textures import fill

BELOW = 22


def spans(
    rows: Sequence[tuple[Row, Sequence[Span]]],
    parts: Sequence[Part],
    *,
    label: str,
    since: datetime,
    until: datetime,
) -> SafeString:
    """Each row with its spans; the row's first mark, if it has one, is what is said about it. `parts` name the kinds."""
    return draw_spans(rows, parts, label=label, since=since, until=until).page()


def draw_spans(
    rows: Sequence[tuple[Row, Sequence[Span]]],
    parts: Sequence[Part],
    *,
    label: str,
    since: datetime,
    until: datetime,
) -> Drawing:
    texture, whole = prefix(label), (until - since).total_seconds() or 1.0
    body = ""
    for place, (row, stretches) in enumerate(rows):
        body += rail(place) + head(row, place, row.marks[0].said if row.marks else "")
        for one in stretches:
            x = 100 * max((one.since - since).total_seconds(), 0) / whole
            end = 100 * min((one.until - since).total_seconds(), whole) / whole
            mark = Mark(end - x, one.said, one.href, one.n)
            look = fill(one.kind, texture)
            body += bar(
                mark, told(row.name, one.said), place=place, x=x, wide=end - x, look=one.kind, fill=look
            )
    tall = height(rows)
    key = [(f'<g class="mark {part.kind}"><rect class="beam"{fill(part.kind, texture)} width="22" height="12" rx="1.5"/></g>', part.name) for part in parts]  # fmt: skip
    return Drawing(
        label=label, height=tall + BELOW, body=body + _ends(since, until, tall), table=_table(rows), key=key, axis=False, textured=True
    )  # fmt: skip


def _ends(since: datetime, until: datetime, tall: int) -> str:
    y = tall + BELOW - 6
    return (
        f'<text class="at" x="0" y="{y}">{words.day(since)}</text>'
        f'<text class="at" x="100%" y="{y}" text-anchor="end">{words.day(until)}</text>'
    )


def _table(rows: Sequence[tuple[Row, Sequence[Span]]]) -> Table:
    """One line for each span; a row without any says so."""
    lines: list[tuple[str, Sequence[Mark | str]]] = []
    for row, stretches in rows:
        found = [(row.name, [Mark(None, one.said, one.href, one.n)]) for one in stretches]
        lines += found or [(row.name, [_("Nothing")])]
    return Table(heads=["", _("What was")], rows=lines)
