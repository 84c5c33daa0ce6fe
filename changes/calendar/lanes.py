"""Week, day and timeline: a lane for each service or team, windows as bars along one line of time.

Each lane is an inline SVG whose places are shares of the whole width, so it needs no script and no inline style. A bar is
a nested `<svg>`, which cuts off what does not fit into it. A bar that is too short for its name has it beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from changes.calendar.asked import Asked, Rows, View, midnight
from changes.calendar.lens import Lens
from changes.calendar.reasons import span as said_span
from changes.calendar.sources import Item, Span
from itsm.frame import words

MOST_LANES, MOST_LINES = 24, 5
LINE, BAR = 26, 22  # px
LETTER = 0.62  # per cent of the width that a letter takes on an ordinary screen
LONGEST = 30  # letters of a name
LEAST = 0.5  # per cent: what is shorter is still to be hit
HOURS = 3  # between two marks of a day


@dataclass(frozen=True, slots=True)
class Lane:
    label: str
    key: int | None  # of the service or team; None: what is for all
    svg: SafeString
    more: int  # what does not fit


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the line of time: where, and what it says."""

    share: float
    label: str
    address: str = ""

    @property
    def at(self) -> str:
        """As an SVG reads it, whatever the reader's language does to a point."""
        return f"{self.share:.2f}"


@dataclass(frozen=True, slots=True)
class Board:
    lanes: list[Lane]
    marks: list[Mark]
    more: int  # lanes left out


def board(items: Iterable[Item], asked: Asked, lens: Lens, *, zone: tzinfo, now: datetime) -> Board:
    names = lens.services if asked.rows == Rows.SERVICE else lens.teams
    by_lane = _by_lane(items, asked, lens, names)
    keys = sorted(
        by_lane, key=lambda key: (key is not None, not _collides(by_lane[key]), names.get(key or 0, ""))
    )
    line = Line(asked.span(zone), _marks(asked, zone), now)
    lanes = [
        _lane(names.get(key or 0, _("Everything")), key, by_lane[key], line) for key in keys[:MOST_LANES]
    ]
    return Board(lanes, line.marks, max(0, len(keys) - MOST_LANES))


def _by_lane(
    items: Iterable[Item], asked: Asked, lens: Lens, names: Mapping[int, str]
) -> dict[int | None, list[Item]]:
    found: dict[int | None, list[Item]] = {}
    for item in items:
        keys = item.services if asked.rows == Rows.SERVICE else lens.teams_of(item)
        for key in {key if key in names else None for key in keys} or {None}:
            found.setdefault(key, []).append(item)
    return found


def _collides(items: Iterable[Item]) -> bool:
    return any(item.collides for item in items)


def _marks(asked: Asked, zone: tzinfo) -> list[Mark]:
    span, said = asked.span(zone), words.current()
    if asked.view == View.DAY:
        hours = [midnight(asked.on, zone).replace(hour=hour) for hour in range(0, 24, HOURS)]
        return [Mark(share(hour, span), f"{hour:%H:%M}") for hour in hours]

    def label(day: date) -> str:
        if asked.view == View.WEEK:
            return f"{said.weekdays[day.weekday()]} {day.day}"
        return f"{day.day} {said.months[day.month]}" if day.day == 1 else f"{day.day}"

    return [
        Mark(share(midnight(day, zone), span), label(day), asked.of_day(day).address()) for day in asked.days
    ]


def share(at: datetime, span: Span) -> float:
    """Per cent of the span, never outside of it."""
    return 100 * min(max((at - span[0]) / (span[1] - span[0]), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Line:
    """The line of time that all lanes share."""

    span: Span
    marks: list[Mark]
    now: datetime


def _lane(label: str, key: int | None, items: list[Item], line: Line) -> Lane:
    ends: list[float] = []  # how far each line of this lane is taken
    drawn, more = [], 0
    for item in items:
        bar = Bar.of(item, line)
        place = next((n for n, end in enumerate(ends) if end <= bar.begins), len(ends))
        if place == MOST_LINES:
            more += 1
            continue
        ends[place : place + 1] = [bar.takes_until]
        drawn.append(bar.draw(place, line.now))
    height = LINE * len(ends) + 4
    grid = "".join(
        f'<line x1="{mark.share:.2f}%" x2="{mark.share:.2f}%" y2="{height}"/>' for mark in line.marks
    )
    today = ""
    if line.span[0] <= line.now < line.span[1]:
        at = share(line.now, line.span)
        today = f'<line class="now" x1="{at:.2f}%" x2="{at:.2f}%" y2="{height}"/>'
    svg = f'<svg class="lane" width="100%" height="{height}">{grid}{"".join(drawn)}{today}</svg>'
    return Lane(label, key, mark_safe(svg), more)  # noqa: S308 - names are escaped where they are put in


@dataclass(frozen=True, slots=True)
class Bar:
    item: Item
    begins: float
    ends: float
    name: str

    @classmethod
    def of(cls, item: Item, line: Line) -> "Bar":
        begins, ends = share(item.starts_at, line.span), share(item.ends_at, line.span)
        return cls(item, begins, max(ends, begins + LEAST), words.middle(item.name, LONGEST))

    @property
    def letters(self) -> float:
        return len(self.name) * LETTER + 1

    @property
    def has_room(self) -> bool:
        return self.ends - self.begins >= self.letters

    @property
    def is_named_before(self) -> bool:
        """At the right edge there is no room behind it."""
        return not self.has_room and self.ends + self.letters > 100

    @property
    def takes_until(self) -> float:
        return self.ends if self.has_room or self.is_named_before else self.ends + self.letters

    def draw(self, place: int, now: datetime) -> str:
        item, y = self.item, place * LINE + 3
        said = f"{item.name}, {said_span(item.starts_at, item.ends_at, now=now)}, {item.status_label or item.kind.label}"
        moves = f' data-move="{escape(item.number)}"' if item.movable else ""
        flags = (" data-collides" if item.collides else "") + ("" if item.certain else " data-open")
        inner = '<rect width="100%" height="100%" rx="4"/>'
        inner += inner.replace("<rect", '<rect class="hatch"') if item.collides else ""
        inner += f'<text x="6" y="15">{escape(self.name)}</text>' if self.has_room else ""
        return (
            f'<a href="{escape(item.url)}" data-kind="{item.kind.value}"{flags}{moves}><title>{escape(said)}</title>'
            f'<svg x="{self.begins:.2f}%" y="{y}" width="{self.ends - self.begins:.2f}%" height="{BAR}">{inner}</svg>'
            f"{'' if self.has_room else self._beside(y)}</a>"
        )

    def _beside(self, y: int) -> str:
        at, anchor, step = (
            (self.begins, ' text-anchor="end"', -4) if self.is_named_before else (self.ends, "", 4)
        )
        return f'<text x="{at:.2f}%" dx="{step}" y="{y + 15}"{anchor}>{escape(self.name)}</text>'
