"""Ninety days of a service as one row of marks, drawn on the server: each day a mark that links to its history.

Marks differ by height and pattern as well as by colour: fine is low and solid, work that was planned is hatched, trouble
is dotted, down is tall and solid. Fine days are links, too, but no stops for the keyboard: sixty services have 5,400 days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.status.board import DAYS
from comms.status.states import Span, State, state_between
from itsm.frame.words import Words

STEP, WIDE = 7, 5  # px of a day, and of its mark
TALL = 28
SHARE = {State.FINE: 0.5, State.MAINTENANCE: 0.75, State.TROUBLE: 0.85, State.DOWN: 1.0}
PATTERN = {State.MAINTENANCE: "scheduled", State.TROUBLE: "trouble"}


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Marked:
    day: Day
    state: State


def day_of(on: date, zone: tzinfo) -> Day:
    """A day of the reader's; twice a year it has 23 or 25 hours."""
    begin = datetime.combine(on, datetime.min.time(), tzinfo=zone)
    end = datetime.combine(on + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    return Day(on, begin, end)


def days_until(now: datetime, zone: tzinfo, count: int = DAYS) -> list[Day]:
    """The last days, oldest first, today among them."""
    today = now.astimezone(zone).date()
    return [day_of(today - timedelta(days=back), zone) for back in range(count - 1, -1, -1)]


def marks(spans: Sequence[Span], days: Sequence[Day], now: datetime) -> list[Marked]:
    return [Marked(day, state_between(spans, day.begin, min(day.end, now))) for day in days]


def troubled(row: Sequence[Marked]) -> list[Marked]:
    return [mark for mark in row if mark.state]


def draw(row: Sequence[Marked], *, name: str, words: Words, now: datetime) -> SafeString:
    width = STEP * len(row)
    head = (
        f'<svg class="days" role="group" aria-label="{escape(told(row, name))}" width="{width}" height="{TALL}"'
        f' viewBox="0 0 {width} {TALL}" preserveAspectRatio="none">'
    )
    fine = "".join(_fine(row))
    other = "".join(_other(row, name, words, now))
    return mark_safe(f'{head}<g class="fine">{fine}</g>{other}</svg>')  # noqa: S308 - names are escaped


def _fine(row: Sequence[Marked]) -> Iterator[str]:
    half = TALL * SHARE[State.FINE]
    for place, mark in enumerate(row):
        if not mark.state:
            line = f'<path d="M{place * STEP + STEP / 2:g} {TALL}v-{half:g}"/>'
            yield f'<a href="{mark.day.on}/" tabindex="-1" aria-hidden="true">{line}</a>'


def _other(row: Sequence[Marked], name: str, words: Words, now: datetime) -> Iterator[str]:
    for place, mark in enumerate(row):
        if not mark.state:
            continue
        said = escape(f"{name}, {words.day(mark.day.on, now)}: {mark.state.label}")
        tall = TALL * SHARE[mark.state]
        fill = f' fill="url(#status-{PATTERN[mark.state]})"' if mark.state in PATTERN else ""
        x = place * STEP + (STEP - WIDE) / 2
        yield (
            f'<a href="{mark.day.on}/" aria-label="{said}"><title>{said}</title>'
            f'<rect class="{mark.state.word}"{fill} x="{x:g}" y="{TALL - tall:g}" width="{WIDE}" height="{tall:g}"/></a>'
        )


def told(row: Sequence[Marked], name: str) -> str:
    """“Mail: fine on 87 of 90 days”."""
    fine = len(row) - len(troubled(row))
    if fine == len(row):
        return _("%(name)s: fine on all of the last %(days)d days") % {"name": name, "days": len(row)}
    words = ngettext(
        "%(name)s: fine on %(fine)d of %(days)d day", "%(name)s: fine on %(fine)d of %(days)d days", len(row)
    )
    return words % {"name": name, "fine": fine, "days": len(row)}
