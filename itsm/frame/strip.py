"""The baton strip: who held a ticket, for how long, who holds it now, and whether the promise stands.

Drawn for fifty rows at a time, so it is string joins and nothing else. Colours come from `strip.css` by class; kinds also
differ by height and pattern: ours is tall and solid, the colleague's low and solid, others' dotted, a scheduled wait
hatched, and nobody a gap with a thin red line.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from itsm.frame.words import at, duration

Kind = Literal["ours", "theirs", "others", "scheduled", "nobody"]
ROW_WIDTH, ROW_HEIGHT, FULL_HEIGHT = 64, 12, 20
NOTCH = 1.5  # px cut out at each hand-over
LEAST = 3.0  # px: even a minute with nobody stays visible
FUTURE = 0.25  # share of the strip that a promise still ahead may take
ROW_SEGMENTS = 9  # older ones are folded into one, so that a row never becomes a comb
SHARE = {"ours": 0.75, "theirs": 0.4, "others": 0.5, "scheduled": 0.75, "nobody": 0.17}
PATTERN = {"others": ' fill="url(#strip-dots)"', "scheduled": ' fill="url(#strip-hatch)"'}


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
    height: int = 0,
    ended: bool = False,
) -> SafeString:
    """Inline SVG, `width` px wide or, with None, as wide as its box. `now` is where the last segment ends."""
    height = height or (ROW_HEIGHT if width else FULL_HEIGHT)
    parts = _fold(segments) if width else list(segments)
    total = sum(part.seconds for part in parts) or 1.0
    room, flag_x = _room(total, now, promise, width or 1000)
    scale = 1 if width else 0.1  # full width counts in per cent
    unit = "" if width else "%"
    text = escape(_words(parts, promise, now))
    size = f'width="{width}"' if width else 'width="100%"'
    title = f"<title>{text}</title>" if width else ""
    label = "" if width else f' aria-label="{text}"'
    out = [f'<svg class="strip" role="img"{label} {size} height="{height}">{title}']
    end = _bars(out, parts, room / total, height, scale, unit, titled=not width)
    out.append(_cap(end * scale, unit, height, parts[-1].kind if parts else "nobody", ended=ended))
    if promise:
        out.append(_flag(flag_x * scale, unit, height, promise.mark))
    out.append("</svg>")
    return mark_safe("".join(out))  # noqa: S308  # labels are escaped above


def _room(total: float, now: datetime, promise: Promise | None, width: float) -> tuple[float, float]:
    """How wide the past is, and where the flag stands. A promise ahead pushes the past to the left."""
    tip = 5 if width == ROW_WIDTH else 8
    if promise is None:
        return width - tip, 0.0
    ahead = (promise.at - now).total_seconds()
    if ahead <= 0:
        past = width - tip
        return past, min(max(0.0, past * (1 + ahead / total)), width - tip - 2)
    share = max(min(ahead / (total + ahead), FUTURE), 12 / width)
    return width * (1 - share), width - tip - 2


def _fold(segments: Sequence[Segment]) -> list[Segment]:
    if len(segments) <= ROW_SEGMENTS:
        return list(segments)
    old, new = segments[: 1 - ROW_SEGMENTS], segments[1 - ROW_SEGMENTS :]
    longest = max(old, key=lambda part: part.seconds)
    return [Segment(longest.kind, gettext("earlier"), sum(part.seconds for part in old)), *new]


def _bars(
    out: list[str],
    parts: Sequence[Segment],
    per_second: float,
    height: int,
    scale: float,
    unit: str,
    *,
    titled: bool,
) -> float:
    """Draw the segments; widths below the least are lifted and the rest shrink to make room."""
    widths = [part.seconds * per_second for part in parts]
    lifted = sum(LEAST for wide in widths if wide < LEAST)
    rest = sum(wide for wide in widths if wide >= LEAST)
    shrink = (sum(widths) - lifted) / rest if rest else 1.0
    x = 0.0
    for part, wide in zip(parts, widths, strict=True):
        wide = max(LEAST, wide * shrink) if wide >= LEAST else LEAST
        tall = round(height * SHARE[part.kind], 1)
        y = round((height - tall) / 2, 1)
        w = max(wide - NOTCH, 1.0) * scale
        title = f"<title>{escape(part.label)} {duration(part.seconds)}</title>" if titled else ""
        out.append(
            f'<rect class="{part.kind}"{PATTERN.get(part.kind, "")} x="{x * scale:.2f}{unit}" y="{y}"'
            f' width="{w:.2f}{unit}" height="{tall}">{title}</rect>'
        )
        x += wide
    return x


def _cap(x: float, unit: str, height: int, kind: str, *, ended: bool) -> str:
    """An arrow for who holds it now; a full-height bar once it is over."""
    shape = f"M0 1v{height - 2}" if ended else f"M1 2l3 {height / 2 - 2:g}l-3 {height / 2 - 2:g}"
    name = "end" if ended else f"tip {kind}"
    return f'<svg x="{x:.2f}{unit}" overflow="visible"><path class="{name}" d="{shape}"/></svg>'


def _flag(x: float, unit: str, height: int, mark: str) -> str:
    """Hollow while due, filled when kept, split when broken."""
    pennant = "M1 .5h5.5l-2 2.25l2 2.25h-5.5z"
    if mark == "broken":
        pennant = "M1 .5h2.2l-1.4 4.5h-.8zM4.6 .5h2.4l-1.6 2.25l1.6 2.25h-3.8z"
    return (
        f'<svg class="flag {mark}" x="{x:.2f}{unit}" overflow="visible">'
        f'<path class="pole" d="M.75 0v{height}"/><path d="{pennant}"/></svg>'
    )


def _words(parts: Sequence[Segment], promise: Promise | None, now: datetime) -> str:
    told = ", ".join(f"{part.label} {duration(part.seconds)}" for part in parts)
    if promise is None:
        return told
    match promise.mark:
        case "due":
            said = gettext("promise due %s")
        case "kept":
            said = gettext("promise kept %s")
        case _:
            said = gettext("promise broken %s")
    return f"{told}; {said % at(promise.at, now)}"
