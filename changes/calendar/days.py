"""Items by day: the cells of a month, and the list that a phone shows of every view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from changes.calendar.asked import Asked, View, midnight
from changes.calendar.sources import Item
from itsm.frame import words

MOST = {View.MONTH: 4, View.WEEK: 4, View.DAY: 100, View.TIMELINE: 2}  # on a day, before the rest is a number


@dataclass(frozen=True, slots=True)
class Entry:
    """An item on one day. `time` is empty where it began before."""

    item: Item
    time: str
    goes_on: bool

    @property
    def said(self) -> str:
        return f"{self.time} {self.item.name}".strip()


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    label: str
    entries: list[Entry]
    more: int
    outside: bool  # of another month
    is_today: bool
    address: str


def by_day(items: Iterable[Item], asked: Asked, *, zone: tzinfo, today: date) -> list[Day]:
    """Every day of the span. What lasts stands on each of its days; a day too full ends with how many more there are."""
    found: dict[date, list[Item]] = {day: [] for day in asked.days}
    for item in items:
        for day in _days_of(item, asked, zone):
            found[day].append(item)
    return [_day(day, there, asked, zone=zone, today=today) for day, there in found.items()]


def _days_of(item: Item, asked: Asked, zone: tzinfo) -> Iterable[date]:
    first = item.starts_at.astimezone(zone).date()
    ends = item.ends_at.astimezone(zone)
    last = ends.date() if ends > midnight(ends.date(), zone) else _before(ends.date())
    return (day for day in asked.days if first <= day <= max(first, last))


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _day(day: date, there: list[Item], asked: Asked, *, zone: tzinfo, today: date) -> Day:
    begins, ends = midnight(day, zone), midnight(date.fromordinal(day.toordinal() + 1), zone)
    # What has the whole day stands above what has an hour of it, as in any calendar on paper.
    there = sorted(there, key=lambda item: item.starts_at > begins or item.ends_at < ends)
    # One more line costs no more room than “1 more”.
    most = MOST[asked.view]
    shown = there if len(there) <= most + 1 else there[:most]
    said = words.current()
    return Day(
        date=day,
        label=f"{said.weekdays[day.weekday()]} {day.day} {said.months[day.month]}",
        entries=[_entry(item, begins, ends, zone) for item in shown],
        more=len(there) - len(shown),
        outside=asked.view == "month" and day.month != asked.on.month,
        is_today=day == today,
        address=asked.of_day(day).address(),
    )


def _entry(item: Item, begins: datetime, ends: datetime, zone: tzinfo) -> Entry:
    starts_here = item.starts_at >= begins
    time = f"{item.starts_at.astimezone(zone):%H:%M}" if starts_here and item.ends_at <= ends else ""
    return Entry(item, time, goes_on=not starts_here)
