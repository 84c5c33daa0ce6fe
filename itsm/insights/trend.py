"""A trend as a line of inline SVG: every stretch is a mark that says what it is, a gap where there is too little to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, EDGE = 240, 48, 4


@dataclass(frozen=True, slots=True)
class Point:
    value: float | None
    said: str
    href: str = ""
    n: int | None = None  # records that `href` lists


def draw(points: Sequence[Point], *, label: str) -> SafeString:
    """From nought to the highest value, so that a small change does not look like a landslide; what lies below it hangs."""
    known = [point.value for point in points if point.value is not None]
    bottom, top = min([*known, 0]), max([*known, 0])
    tall = (HEIGHT - 2 * EDGE) / ((top - bottom) or 1)
    step = (WIDTH - 2 * EDGE) / max(len(points) - 1, 1)
    ground = round(HEIGHT - EDGE + bottom * tall, 1)
    places = [
        None if point.value is None else (round(EDGE + n * step, 1), round(ground - point.value * tall, 1))
        for n, point in enumerate(points)
    ]
    marks = format_html_join(
        "", "{}", ((_mark(point, place),) for point, place in zip(points, places, strict=True) if place)
    )
    return format_html(
        '<svg class="trend" viewBox="0 0 {} {}" preserveAspectRatio="xMinYMid" role="{}" aria-label="{}"><line class="ground" x1="0" x2="{}" y1="{}" y2="{}"/>{}{}</svg>',
        WIDTH, HEIGHT, "group" if any(point.href for point in points) else "img", label, WIDTH, ground, ground, _lines(places), marks,
    )  # fmt: skip


def _lines(places: Sequence[tuple[float, float] | None]) -> SafeString:
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    drawn = (" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1)
    return mark_safe("".join(f'<polyline points="{run}"/>' for run in drawn))  # noqa: S308 - numbers only


def _mark(point: Point, place: tuple[float, float]) -> SafeString:
    """A link for the mouse; the keyboard has the page of the figure, where each mark can be reached, and not hundreds of stops here."""
    x, y = place
    said = escape(point.said)
    drawn = f'<circle cx="{x}" cy="{y}" r="2.5"><title>{said}</title></circle>'
    if point.href:
        counted = "" if point.n is None else f' data-n="{point.n}"'
        drawn = f'<a href="{escape(point.href)}"{counted} tabindex="-1" aria-label="{said}">{drawn}</a>'
    return mark_safe(drawn)  # noqa: S308 - escaped above
