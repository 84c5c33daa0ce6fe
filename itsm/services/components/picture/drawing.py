"""The map as inline SVG, and as a table for whoever does not see it. Every box is a link to what it shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from itsm.frame.words import middle
from itsm.services.components.picture.folding import FEW, folded
from itsm.services.components.picture.graph import Box, Graph, Ident
from itsm.services.components.picture.layout import Layout, lay_out

WIDE, HIGH, APART, BETWEEN, CLOSE, EDGE = 176, 44, 14, 56, 12, 12
LETTERS = 22  # of a name that fit into a box
Place = tuple[int, int]
WIDEST_OF_FEW, MANY = 8, 10  # boxes a line


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    box: Box
    stands_on: Sequence[Box]
    needed_by: Sequence[Box]


@dataclass(frozen=True)
class Picture:
    svg: SafeString
    rows: Sequence[Row]
    boxes: int
    arrows: int


def draw(graph: Graph, *, label: str) -> Picture | None:
    """None when there is nothing to be drawn."""
    if not graph.boxes:
        return None
    shown = folded(graph)
    widest = WIDEST_OF_FEW if len(shown.boxes) <= FEW else MANY
    layouts, alone = lay_out(shown, widest=widest)
    places = _places(layouts, alone, widest)
    arrows = [arrow for layout in layouts for arrow in layout.arrows]
    width = max(x for x, _y in places.values()) + WIDE + EDGE
    height = max(y for _x, y in places.values()) + HIGH + EDGE
    svg = format_html(
        '<svg class="map" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="group" aria-label="{label}">{arrows}{boxes}</svg>',
        w=width, h=height, label=label, arrows=_arrows(arrows, places), boxes=_boxes(shown, places),
    )  # fmt: skip
    return Picture(svg, list(_rows(graph)), len(graph.boxes), len(graph.arrows))


def _places(layouts: Sequence[Layout], alone: Sequence[Ident], widest: int) -> dict[Ident, Place]:
    """The upper left corner of each box. Small islands stand beside each other, as many as a line takes."""
    places: dict[Ident, Place] = {}
    x, y, deepest = EDGE, EDGE, EDGE
    for layout in layouts:
        width = layout.longest * (WIDE + APART)
        if x > EDGE and x + width > EDGE + widest * (WIDE + APART):
            x, y = EDGE, deepest + BETWEEN
        found = _of_island(layout, x, y)
        places |= found
        x, deepest = x + width + APART, max(deepest, *(top + HIGH for _left, top in found.values()))
    y = deepest + BETWEEN if places else EDGE
    for n, ident in enumerate(alone):
        places[ident] = (EDGE + n % widest * (WIDE + APART), y + n // widest * (HIGH + CLOSE))
    return places


def _of_island(layout: Layout, x: int, y: int) -> dict[Ident, Place]:
    """Rows of one layer are closer together than layers are."""
    places: dict[Ident, Place] = {}
    for n, (row, layer) in enumerate(zip(layout.rows, layout.layer_of, strict=True)):
        if n:
            y += HIGH + (CLOSE if layer == layout.layer_of[n - 1] else BETWEEN)
        start = x + (layout.longest - len(row)) * (WIDE + APART) // 2
        places |= {ident: (start + place * (WIDE + APART), y) for place, ident in enumerate(row)}
    return places


def _arrows(arrows: Sequence[tuple[Ident, Ident]], places: dict[Ident, Place]) -> SafeString:
    """Behind the boxes, from the foot of the upper to the head of the lower; one that runs up closes a circle."""
    drawn = (
        f'<path data-ends="{_name(upper)} {_name(lower)}" {_way(places[upper], places[lower])}/>'
        for upper, lower in arrows
    )
    return mark_safe("".join(drawn))  # noqa: S308 - numbers only


def _name(ident: Ident) -> str:
    """By which the page finds the arrows of a box."""
    return f"{ident[0]}{ident[1]}"


def _way(upper: Place, lower: Place) -> str:
    x1, y1, x2, y2 = upper[0] + WIDE // 2, upper[1] + HIGH, lower[0] + WIDE // 2, lower[1]
    if y2 <= y1:  # beside or above it
        y1, y2 = upper[1], lower[1] + HIGH
        return f'class="back" d="M{x1} {y1}C{x1} {y1 - 40} {x2} {y2 + 40} {x2} {y2}"'
    bend = (y2 - y1) // 2
    return f'd="M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"'


def _boxes(graph: Graph, places: dict[Ident, Place]) -> SafeString:
    ordered = sorted(graph.boxes, key=lambda ident: (places[ident][1], places[ident][0]))
    return format_html_join("", "{}", ((_box(graph, ident, places[ident]),) for ident in ordered))


def _box(graph: Graph, ident: Ident, place: Place) -> SafeString:
    x, y = place
    box = graph.boxes[ident]
    current = mark_safe(' aria-current="true"') if ident == graph.middle else ""
    return format_html(
        '<a href="{}" data-box="{}" data-kind="{}"{} aria-label="{}, {}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        '<text x="{}" y="{}">{}</text><text class="second" x="{}" y="{}">{}</text></a>',
        box.href, _name(ident), "service" if box.is_service else "component", current, box.label, box.second, box.label, x, y, WIDE, HIGH,
        x + 10, y + 19, middle(box.label, LETTERS), x + 10, y + 35, middle(box.second, LETTERS + 2),
    )  # fmt: skip


def _rows(graph: Graph) -> Iterator[Row]:
    lowers, uppers = graph.lowers(), {ident: [] for ident in graph.boxes}  # type: dict[Ident, list[Ident]], dict[Ident, list[Ident]]
    for upper, lower in graph.arrows:
        uppers[lower].append(upper)
    for ident, box in sorted(
        graph.boxes.items(), key=lambda item: (not item[1].is_service, item[1].label.lower())
    ):
        yield Row(box, _named(graph, lowers[ident]), _named(graph, uppers[ident]))


def _named(graph: Graph, idents: Sequence[Ident]) -> list[Box]:
    return sorted((graph.boxes[ident] for ident in idents), key=lambda box: box.label.lower())
