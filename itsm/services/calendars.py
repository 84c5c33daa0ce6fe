"""Business time. Pure: no ORM, no clock of its own.

The calendar's zone decides, never the reader's. A calendar is open at an instant when the wall clock in its zone then shows
a time inside one of the weekday's ranges and the date is neither a public holiday nor a closing day. On days when the clock
changes this counts the seconds that really pass: a range in the skipped hour is empty, one in the repeated hour counts twice.

All arithmetic is in whole seconds since 1970 UTC; fractions of a second are cut off, of every instant alike, so that
business_seconds(a, b) + business_seconds(b, c) == business_seconds(a, c) whatever the fractions.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import holidays

DAY = 86_400  # seconds
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
SECOND = timedelta(seconds=1)
MIDNIGHT = time(0)  # as the end of a range: 24:00
YEARS_AHEAD = 50  # a deadline further away than this is a mistake in the calendar, not a plan

Range = tuple[time, time]
Week = tuple[tuple[Range, ...], ...]


class NeverOpen(Exception):
    """The calendar has too few opening hours for the deadline ever to come."""


class UnknownCountry(Exception):
    """No public holidays are known for this country or part of it."""


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str, year: int) -> dict[date, str]:
    """Date → name for one calendar year. Country as ISO 3166 letters; subdivision "" means the whole country."""
    if not country:
        return {}
    try:
        return dict(
            holidays.country_holidays(country, subdiv=subdivision or None, years=year, language="en_US")
        )
    except NotImplementedError as error:
        raise UnknownCountry(f"{country} {subdivision}".strip()) from error


@dataclass(frozen=True)
class WorkingHours:
    """When a calendar is open. `week` starts on Monday; a range that ends at 00:00 ends at 24:00."""

    zone: ZoneInfo
    week: Week
    closed: frozenset[date] = frozenset()
    country: str = ""
    subdivision: str = ""
    _years: "dict[int, Year]" = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"A week has 7 days, not {len(self.week)}")
        for opens, closes in (pair for day in self.week for pair in day):
            if closes != MIDNIGHT and closes <= opens:
                raise ValueError(f"{opens:%H:%M}–{closes:%H:%M} ends before it starts; split it at midnight")

    @cached_property
    def spans(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """The week as seconds after midnight, sorted, overlapping ranges joined."""
        return tuple(_joined(day) for day in self.week)

    @cached_property
    def always(self) -> bool:
        return not self.closed and not self.country and all(day == ((0, DAY),) for day in self.spans)

    def closing_reason(self, day: date) -> str | None:
        """Name of the public holiday ("" for an own closing day), None on a day like any other."""
        if day in self.closed:
            return ""
        return public_holidays(self.country, self.subdivision, day.year).get(day)

    def year(self, year: int) -> "Year":
        """The table of one UTC year, built once and kept with these hours."""
        table = self._years.get(year)
        if table is None:
            table = self._years[year] = Year.of(self, year)
        return table


@dataclass(frozen=True, slots=True)
class Year:
    """Opening intervals of one UTC year: interval i is [opens[i], closes[i]), and `before[i]` seconds are open before it."""

    opens: list[int]
    closes: list[int]
    before: list[int]
    total: int

    @classmethod
    def of(cls, hours: WorkingHours, year: int) -> "Year":
        opens, closes, before, total = [], [], [], 0
        for opened, closed in _intervals(hours, year):
            opens.append(opened)
            closes.append(closed)
            before.append(total)
            total += closed - opened
        return cls(opens, closes, before, total)

    def open_until(self, at: int) -> int:
        """Open seconds from the start of the year until `at`."""
        i = bisect_right(self.opens, at) - 1
        return self.before[i] + min(at, self.closes[i]) - self.opens[i] if i >= 0 else 0

    def when(self, seconds: int) -> int:
        """The first instant by which `seconds` (1..total) have been open since the start of the year."""
        i = bisect_left(self.before, seconds) - 1
        return self.opens[i] + seconds - self.before[i]

    def last_when(self, seconds: int) -> int:
        """The last instant by which no more than `seconds` (0..total) have been open since the start of the year."""
        i = bisect_right(self.before, seconds) - 1
        return self.opens[i] + seconds - self.before[i]


ALWAYS = WorkingHours(zone=ZoneInfo("UTC"), week=(((MIDNIGHT, MIDNIGHT),),) * 7)


def business_seconds(start: datetime, end: datetime, hours: WorkingHours) -> int:
    """Open seconds in [start, end). The one function for clock, report and screen. Nothing when end is not after start."""
    first, last = _epoch(start), _epoch(end)
    if last <= first:
        return 0
    if hours.always:
        return last - first
    first_year, last_year = _year_of(start), _year_of(end)
    whole_years = sum(hours.year(year).total for year in range(first_year, last_year))
    return whole_years + hours.year(last_year).open_until(last) - hours.year(first_year).open_until(first)


def deadline(start: datetime, seconds: int, hours: WorkingHours) -> datetime:
    """The first instant by which `seconds` have been open since `start`, in UTC: the inverse of `business_seconds`.

    It is the closing time, not the next opening, when the budget ends with the day; 0 seconds are up at `start` itself.
    """
    if seconds < 0:
        raise ValueError(f"A deadline lies ahead: {seconds} s")
    first = _epoch(start)
    if seconds == 0 or hours.always:
        return _instant(first + seconds)
    year = _year_of(start)
    left = seconds + hours.year(year).open_until(first)
    for candidate in range(year, year + YEARS_AHEAD if any(hours.spans) else year):
        table = hours.year(candidate)
        if left <= table.total:
            return _instant(table.when(left))
        left -= table.total
    raise NeverOpen(f"{seconds} s of opening hours do not come within {YEARS_AHEAD} years")


def beginning(end: datetime, seconds: int, hours: WorkingHours) -> datetime:
    """The last instant from which `seconds` (at least one) have been open until `end`: what began then or earlier is that old."""
    last = _epoch(end)
    if hours.always:
        return _instant(last - seconds)
    year, left = _year_of(end), seconds
    for candidate in range(year, year - YEARS_AHEAD if any(hours.spans) else year, -1):
        table = hours.year(candidate)
        open_seconds = table.open_until(last) if candidate == year else table.total
        if left <= open_seconds:
            return _instant(table.last_when(open_seconds - left))
        left -= open_seconds
    raise NeverOpen(f"{seconds} s of opening hours do not come within {YEARS_AHEAD} years")


def is_open(at: datetime, hours: WorkingHours) -> bool:
    return business_seconds(at, at + SECOND, hours) == 1


def _joined(ranges: tuple[Range, ...]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted((_seconds(opens), _seconds(closes) or DAY) for opens, closes in ranges):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _intervals(hours: WorkingHours, year: int) -> Iterator[tuple[int, int]]:
    for begin, end, offset in _pieces(hours.zone, year):
        # Days are counted from 1970-01-01 by the wall clock, which runs `offset` seconds ahead of UTC in this piece.
        for day in range((begin + offset) // DAY, (end + offset - 1) // DAY + 1):
            spans = hours.spans[(day + 3) % 7]  # 1970-01-01 was a Thursday
            if not spans or hours.closing_reason(date.fromordinal(EPOCH_ORDINAL + day)) is not None:
                continue
            midnight = day * DAY - offset
            for opens, closes in spans:
                opened, closed = max(midnight + opens, begin), min(midnight + closes, end)
                if opened < closed:
                    yield opened, closed


@lru_cache(maxsize=512)
def _pieces(zone: ZoneInfo, year: int) -> tuple[tuple[int, int, int], ...]:
    """The UTC year cut where the zone's offset changes: (from, until, seconds ahead of UTC)."""
    begin, end = (_epoch(datetime(y, 1, 1, tzinfo=UTC)) for y in (year, year + 1))
    pieces, offset = [], _offset(zone, begin)
    for low in range(begin, end, DAY):
        high = min(low + DAY, end)
        after = _offset(zone, high)
        if after == offset:
            continue
        while high - low > 1:  # the offset changes somewhere in (low, high]
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
        if high < end:
            pieces.append((begin, high, offset))
            begin, offset = high, after
    return (*pieces, (begin, end, offset))


def _offset(zone: ZoneInfo, at: int) -> int:
    return (_instant(at).astimezone(zone).utcoffset() or timedelta()) // SECOND


def _seconds(wall: time) -> int:
    return wall.hour * 3600 + wall.minute * 60 + wall.second


def _epoch(at: datetime) -> int:
    return (at - EPOCH) // SECOND


def _instant(seconds: int) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


def _year_of(at: datetime) -> int:
    return at.astimezone(UTC).year
