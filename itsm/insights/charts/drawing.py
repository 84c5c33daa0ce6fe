"""A chart that is drawn: as it stands on a page, with its key and its table, or as a file of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from zlib import crc32

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from itsm.insights.charts.marks import Mark
from itsm.insights.charts.textures import textures

HIT = 12  # px around a mark that answer to a finger


@dataclass(frozen=True, slots=True)
class Table:
    """The chart in words. A cell that is a Mark leads where the mark leads."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Mark | str]]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`body` is the inside of the SVG: widths in percent, heights in pixels. `key`: (swatch, words)."""

    label: str
    height: int
    body: str
    table: Table
    key: Sequence[tuple[str, str]] = field(default=())
    axis: bool = True  # room for the numbers of an upright axis on the left
    textured: bool = False

    def page(self) -> SafeString:
        look = "plot" if self.axis else "plot lying"
        defs = textures(self.prefix) if self.textured else ""
        svg = (
            f'<svg class="{look}" width="100%" height="{self.height}" role="group" aria-label="{escape(self.label)}">'
            f"{defs}{self.body}</svg>"
        )
        return mark_safe(f'<figure class="chart">{svg}{self._key()}{self._table()}</figure>')  # noqa: S308  # escaped piece by piece

    @property
    def prefix(self) -> str:
        return prefix(self.label)

    def _key(self) -> str:
        if not self.key:
            return ""
        lines = "".join(
            f'<li><svg class="swatch" width="22" height="12" aria-hidden="true">{swatch}</svg>{escape(said)}</li>'
            for swatch, said in self.key
        )
        return f'<ul class="legend chart-key">{lines}</ul>'

    def _table(self) -> str:
        heads = "".join(
            f'<th scope="col"{_end(n)}>{escape(head)}</th>' for n, head in enumerate(self.table.heads)
        )
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th>{"".join(map(_cell, cells))}</tr>'
            for name, cells in self.table.rows
        )
        label = escape(self.label)
        return (
            f'<details><summary>{escape(_("The same as a table"))}<span class="hear">: {label}</span></summary>'
            f'<div class="rows-box" tabindex="0" role="region" aria-label="{label}">'
            f'<table class="rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>'
        )


def prefix(label: str) -> str:
    """Textures are found by id, and a page may have many charts."""
    return f"t{crc32(label.encode())}"


def _end(place: int) -> str:
    return ' class="end"' if place else ""


def _cell(cell: Mark | str) -> str:
    if isinstance(cell, str):
        return f'<td class="end">{escape(cell)}</td>'
    said = escape(cell.said)
    return (
        f'<td class="end"><a href="{escape(cell.href)}">{said}</a></td>'
        if cell.href
        else f'<td class="end">{said}</td>'
    )


def linked(mark: Mark, told: str, drawn: str, *, look: str = "") -> str:
    """A mark with its words, and a link where it has records."""
    title, tone = f"<title>{escape(told)}</title>", f" {mark.tone}" if mark.tone else ""
    if not mark.href:
        return f'<g class="mark {look}{tone}" role="img" aria-label="{escape(told)}">{title}{drawn}</g>'
    counted = f' data-n="{mark.n}"' if mark.n is not None else ""
    return f'<a class="mark {look}{tone}" href="{escape(mark.href)}"{counted} aria-label="{escape(told)}">{title}{drawn}</a>'


def told(*parts: str) -> str:
    """“Network, waiting: 3 h of 40”: where it stands, then what it is."""
    *where, said = [part for part in parts if part]
    return f"{', '.join(where)}: {said}" if where else said


def joined(parts: Iterable[str]) -> str:
    return "".join(parts)
