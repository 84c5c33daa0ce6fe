"""Slow and obvious: business time and clocks minute by minute, by the wall clock. Nothing here uses the product's arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from itsm.services.calendars import WorkingHours, public_holidays
from itsm.services.clockwork import Entry

MINUTE = timedelta(minutes=1)


def t(text: str) -> time:
    """ "08:30" as a time; "24:00" as the midnight that ends a day."""
    return time(0) if text == "24:00" else time.fromisoformat(text)


def ranges(text: str) -> tuple[tuple[time, time], ...]:
    """ "08:00-12:00 13:00-17:00" as a day of a week."""
    pairs = (part.split("-") for part in text.split())
    return tuple((t(opens), t(closes)) for opens, closes in pairs)


def week(weekday: str, saturday: str = "", sunday: str = "") -> tuple[tuple[tuple[time, time], ...], ...]:
    return (*(ranges(weekday),) * 5, ranges(saturday), ranges(sunday))


def hours(zone: str, *days: str, **more: object) -> WorkingHours:
    return WorkingHours(ZoneInfo(zone), week(*days), **more)  # type: ignore[arg-type]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_open_at(at: datetime, calendar: WorkingHours) -> bool:
    wall = at.astimezone(calendar.zone)
    if wall.date() in calendar.closed or wall.date() in public_holidays(
        calendar.country, calendar.subdivision, wall.year
    ):
        return False
    now = wall.time()
    return any(
        opens <= now and (now < closes or closes == time(0))
        for opens, closes in calendar.week[wall.weekday()]
    )


def open_seconds(start: datetime, end: datetime, calendar: WorkingHours) -> int:
    """For instants on whole minutes."""
    minutes = range(int((end - start) / MINUTE))
    return 60 * sum(is_open_at(start + n * MINUTE, calendar) for n in minutes)


@dataclass(frozen=True)
class Window:
    """A calendar over some weeks in which something happens, its open minutes looked up once."""

    calendar: WorkingHours
    start: datetime
    days: int

    @cached_property
    def open(self) -> bytes:
        return bytes(is_open_at(self.start + n * MINUTE, self.calendar) for n in range(self.days * 1440))

    def at(self, minute: int) -> datetime:
        return self.start + minute * MINUTE


@dataclass
class Told:
    """What the oracle saw of a clock, in minutes of its window."""

    state: str = "running"
    worked: int = 0
    target: int | None = None
    broken: int | None = None


INTO = {"pause": "paused", "stop": "stopped", "resume": "running", "continue": "running"}


def watch(window: Window, entries: Sequence[Entry], until: int) -> Told:
    """Live through the ledger minute by minute; the clock at the beginning of minute `until`, its entries written."""
    written = [int((entry.at - window.start) / MINUTE) for entry in entries]
    clock, reached = Told(target=_minutes(entries[0].target)), 0
    for entry, since, following in zip(entries, written, [*written[1:], until], strict=True):
        clock.state = INTO.get(entry.act, clock.state)
        if entry.act == "retarget":
            clock.target = _minutes(entry.target)
        if clock.state != "stopped" and clock.target is not None and clock.worked > clock.target:
            clock.broken = since if clock.broken is None else clock.broken
        if clock.state == "running":
            reached = live(clock, window.open, range(since, following), reached)
    return clock


def live(clock: Told, is_open: bytes, minutes: range, reached: int) -> int:
    """A running clock's minutes; the end of the last one that it worked."""
    worked, target, broken = clock.worked, clock.target, clock.broken
    for minute in minutes:
        if worked == target and broken is None:
            broken = max(reached, minutes.start)
        if is_open[minute]:
            worked, reached = worked + 1, minute + 1
    clock.worked, clock.broken = worked, broken
    return reached


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else seconds // 60


CALENDARS = {
    "Lisbon office": hours("Europe/Lisbon", "09:00-13:00 14:00-18:00", country="PT"),
    "Lisbon nights": hours(
        "Europe/Lisbon", "00:00-06:00 22:00-24:00", "00:00-03:00 20:00-24:00", "00:30-01:45"
    ),
    "New York": hours("America/New_York", "08:00-20:00", "10:00-14:00", "01:30-02:45", country="US"),
    "Lord Howe": hours(
        "Australia/Lord_Howe", "07:15-16:45", "", "01:15-02:20", country="AU", subdivision="NSW"
    ),
    "Havana": hours("America/Havana", "00:00-24:00", "23:00-24:00", "00:00-01:30 12:00-13:00"),
    "always": hours("America/New_York", *["00:00-24:00"] * 3),
    "shut some days": hours(
        "Europe/Lisbon", "08:00-18:00", closed=frozenset({utc("2026-03-30").date(), utc("2026-10-26").date()})
    ),
}
# Each holds a change to or from summer time; Good Friday 2026-04-03 and Easter Monday are in the spring ones.
WINDOWS = [
    Window(calendar, start, 26)
    for calendar in CALENDARS.values()
    for start in (utc("2026-03-16"), utc("2026-10-16"))
]
WINDOWS += [
    Window(CALENDARS[name], utc(start), 26)
    for name, start in (("New York", "2026-03-01"), ("Havana", "2026-03-01"))
]
