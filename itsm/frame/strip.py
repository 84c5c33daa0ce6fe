"""The baton strip: who held a ticket, for how long, who holds it now, and whether the promise stands.

Drawn for fifty rows at a time, so it is string joins and nothing else. Colours come from `strip.css` by class; kinds also
differ by height and pattern: ours is tall and solid, the colleague's low and solid, others' dotted, a scheduled wait
hatched, and nobody a gap with a thin red line.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from html import escape
from typing import Literal, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from itsm.frame.words import Words, current

Kind = Literal["ours", "theirs", "others", "scheduled", "nobody"]
ROW_WIDTH = 64
NOTCH = 1.5  # px cut out at each hand-over
LEAST = 3.0  # px: even a minute with nobody stays visible
TIP = 6.0  # px kept free at the end for the arrow
FUTURE = 0.25  # share of the strip that a promise still ahead may take
ROW_SEGMENTS = 9  # older ones are folded into one, so that a row never becomes a comb
LETTER = 8.5  # px of a letter under the full strip, guessed wide: the strip may be drawn narrower than FULL
FULL = 800.0  # px that the full strip is thought to have; it stretches
SHARE = {"ours": 1.0, "theirs": 0.5, "others": 0.7, "scheduled": 1.0, "nobody": 0.25}
PATTERN = {"others": ' fill="url(#strip-dots)"', "scheduled": ' fill="url(#strip-hatch)"'}


class Shape(NamedTuple):
    """Where things stand, in px; `scale` and `unit` turn widths into what the SVG says."""

    width: float
    flag: float  # height of the pennant's lane above the bar
    bar: float
    height: float
    scale: float
    unit: str


@cache
def _shape(width: int | None) -> Shape:
    return Shape(width, 6, 8, 16, 1, "") if width else Shape(FULL, 11, 10, 40, 100 / FULL, "%")


class Segment(NamedTuple):
    kind: Kind
    label: str
    seconds: float


class Promise(NamedTuple):
    mark: Literal["due", "kept", "broken"]
    at: datetime


def since(starts: Iterable[tuple[Kind, str, datetime]], *, until: datetime) -> list[Segment]:
    """Segments from (kind, label, start), oldest first; each lasts until the next begins."""
    rows = list(starts)
    ends = [start for _kind, _label, start in rows[1:]] + [until]
    return [
        Segment(kind, label, (end - start).total_seconds())
        for (kind, label, start), end in zip(rows, ends, strict=True)
    ]


def draw_strip(
    segments: Sequence[Segment],
    *,
    now: datetime,
    promise: Promise | None = None,
    width: int | None = ROW_WIDTH,
    ended: bool = False,
    words: Words | None = None,
) -> SafeString:
    """Inline SVG, `width` px wide or, with None, as wide as its box. `now` is where the last segment ends."""
    shape = _shape(width)
    words = words or current()
    parts = _fold(segments, words) if width else list(segments)
    total = sum(part.seconds for part in parts) or 1.0
    past, flag_x = _room(total, now, promise, shape.width)
    text = escape(_told(parts, promise, now, words))
    if width:
        out = [f'<svg class="strip" role="img" width="{width}" height="{shape.height}"><title>{text}</title>']
    else:
        out = [
            f'<svg class="strip full" role="img" aria-label="{text}" width="100%" height="{shape.height}">'
        ]
    end = _bars(out, parts, past / total, shape, words)
    out.append(_tip(end, shape, parts[-1].kind if parts else "nobody", ended=ended))
    if promise:
        if flag_x > end:
            out.append(_ahead(end + TIP, flag_x, shape, words.at(promise.at, now)))
        out.append(_flag(flag_x, shape, promise.mark))
    out.append("</svg>")
    return mark_safe("".join(out))  # noqa: S308  # labels are escaped above


def _room(total: float, now: datetime, promise: Promise | None, width: float) -> tuple[float, float]:
    """How wide the past is, and where the flag stands. A promise ahead pushes the past to the left."""
    past = width - TIP
    if promise is None:
        return past, 0.0
    ahead = (promise.at - now).total_seconds()
    if ahead <= 0:
        return past, min(max(0.0, past * (1 + ahead / total)), width - 2 * TIP)
    share = max(min(ahead / (total + ahead), FUTURE), 2.5 * TIP / width)
    return width * (1 - share), width - 1.5 * TIP


def _fold(segments: Sequence[Segment], words: Words) -> list[Segment]:
    if len(segments) <= ROW_SEGMENTS:
        return list(segments)
    old, new = segments[: 1 - ROW_SEGMENTS], segments[1 - ROW_SEGMENTS :]
    longest = max(old, key=lambda part: part.seconds)
    return [Segment(longest.kind, words.earlier, sum(part.seconds for part in old)), *new]


def _bars(out: list[str], parts: Sequence[Segment], per_second: float, shape: Shape, words: Words) -> float:
    """Draw the segments; widths below the least are lifted and the rest shrink to make room."""
    _width, flag, bar, _height, scale, unit = shape
    widths = [part.seconds * per_second for part in parts]
    small = [wide for wide in widths if wide < LEAST]
    rest = sum(widths) - sum(small)
    shrink = max(1 - (len(small) * LEAST - sum(small)) / rest, 0) if rest else 1.0
    x = 0.0
    for part, length in zip(parts, widths, strict=True):
        wide = max(LEAST, length * shrink)
        tall = bar * SHARE[part.kind]
        label = _label(part, x, wide, shape, words) if unit else ""
        out.append(
            f'<rect class="{part.kind}"{PATTERN.get(part.kind, "")} x="{x * scale:.2f}{unit}" y="{flag + (bar - tall) / 2:g}"'
            f' width="{(wide - NOTCH) * scale:.2f}{unit}" height="{tall:g}"{label or "/>"}'
        )
        x += wide
    return x


def _label(part: Segment, x: float, wide: float, shape: Shape, words: Words) -> str:
    """On hover always, and under the bar where it fits."""
    length = words.duration(part.seconds)
    name = escape(str(part.label))
    hover = f"><title>{name} {length}</title></rect>"
    at_x, y = f'x="{x * shape.scale:.2f}%"', f'y="{shape.height - 5:g}"'
    if wide > LETTER * (len(part.label) + len(length) + 2):
        return f'{hover}<text {at_x} {y}>{name} <tspan class="long">{length}</tspan></text>'
    return f"{hover}<text {at_x} {y}>{name}</text>" if wide > LETTER * len(part.label) else hover


def _tip(x: float, shape: Shape, kind: str, *, ended: bool) -> str:
    """An arrow for who holds it now; a full-height stop once it is over."""
    half = shape.bar / 2
    path = f"M0 -1.5v{shape.bar + 3:g}" if ended else f"M.75 {half - 3:g}l3 3l-3 3"
    name = "end" if ended else f"tip {kind}"
    return f'<svg x="{x * shape.scale:.2f}{shape.unit}" y="{shape.flag:g}" overflow="visible"><path class="{name}" d="{path}"/></svg>'


def _ahead(x: float, flag_x: float, shape: Shape, due: str) -> str:
    """The way still to go to the promise, and under the full strip its time."""
    scale, unit, y = shape.scale, shape.unit, shape.flag + shape.bar / 2
    line = f'<line class="ahead" x1="{x * scale:.2f}{unit}" x2="{flag_x * scale:.2f}{unit}" y1="{y:g}" y2="{y:g}"/>'
    if not unit or flag_x - x < LETTER * len(due):
        return line
    return f'{line}<text class="due" x="100%" y="{shape.height - 5:g}" text-anchor="end">{due}</text>'


PENNANT = {
    "due": "M1 .75h6.5l-2 2.5l2 2.5h-6.5z",
    "kept": "M1 .75h6.5l-2 2.5l2 2.5h-6.5z",
    "broken": "M1 .75h2.6l-1.2 2.5l1.2 2.5h-2.6zM5.2 .75h2.8l-1.6 2.5l1.6 2.5h-2.8l-1.2 -2.5z",
}


def _flag(x: float, shape: Shape, mark: str) -> str:
    """Hollow while due, filled when kept, split when broken."""
    return (
        f'<svg class="flag {mark}" x="{x * shape.scale:.2f}{shape.unit}" overflow="visible">'
        f'<path class="pole" d="M.75 0v{shape.flag + shape.bar + 1:g}"/><path d="{PENNANT[mark]}"/></svg>'
    )


def _told(parts: Sequence[Segment], promise: Promise | None, now: datetime, words: Words) -> str:
    told = ", ".join([f"{part.label} {words.duration(part.seconds)}" for part in parts])
    return f"{told}; {words.promise[promise.mark] % words.at(promise.at, now)}" if promise else told
