"""Budgets and opening hours as people write and read them: “1 h 30 min”, “08:00-12:00, 13:00-17:00”."""

import re
from datetime import date, time, timedelta
from itertools import groupby

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext

from itsm.services.calendars import MIDNIGHT, Range, WorkingHours

BUDGET = re.compile(r"(?:(\d+(?:[.,]\d+)?)\s*h)?\s*(?:(\d+)\s*(?:min|m))?", re.IGNORECASE)
RANGE = re.compile(r"(\d{1,2})(?::?([0-5]\d))?\s*[-–]\s*(\d{1,2})(?::?([0-5]\d))?")


SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=9999)


class Unreadable(ValueError):
    """What was typed is not one of the forms we read; `part` is the piece that is not."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part)


def budget(length: timedelta | int | None) -> str:
    """“80 h”, “1 h 30 min”. Never days: a day of business time is not a day."""
    if length is None:
        return ""
    seconds = int(length.total_seconds()) if isinstance(length, timedelta) else length
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{minutes} min"] if minutes or not parts else parts)


def read_budget(text: str) -> timedelta:
    found = BUDGET.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise Unreadable(text)
    hours, minutes = found.groups()
    length = timedelta(hours=float((hours or "0").replace(",", ".")), minutes=int(minutes or 0))
    if not SHORTEST <= length <= LONGEST:
        raise Unreadable(text)
    return length


def ranges(day: tuple[Range, ...]) -> str:
    return ", ".join(
        f"{opens:%H:%M}-{'24:00' if closes == MIDNIGHT else f'{closes:%H:%M}'}" for opens, closes in day
    )


def read_ranges(text: str) -> tuple[Range, ...]:
    return tuple(_read_range(part.strip()) for part in text.split(",") if part.strip())


def _read_range(part: str) -> Range:
    found = RANGE.fullmatch(part)
    if found is None:
        raise Unreadable(part)
    opens_at, closes_at = (int(found[n]) * 60 + int(found[n + 1] or 0) for n in (1, 3))
    if not 0 <= opens_at < closes_at <= 24 * 60:
        raise Unreadable(part)
    return time(opens_at // 60, opens_at % 60), time(closes_at // 60 % 24, closes_at % 60)


def read_closing_day(line: str) -> tuple[date, str]:
    """“2026-12-24 Christmas Eve”."""
    day, _space, reason = line.strip().partition(" ")
    try:
        return date.fromisoformat(day), reason.strip()[:80]
    except ValueError as error:
        raise Unreadable(line) from error


def week(hours: WorkingHours) -> list[str]:
    """“Mon–Fri 08:00-18:00”, a line for each run of days that are alike."""
    if hours.always:
        return [gettext("Round the clock")]
    lines = []
    for day, run in groupby(range(7), key=lambda weekday: hours.week[weekday]):
        days = list(run)
        if day:
            name = str(WEEKDAYS_ABBR[days[0]])
            last = f"–{WEEKDAYS_ABBR[days[-1]]}" if len(days) > 1 else ""
            lines.append(f"{name}{last} {ranges(day)}")
    return lines or [gettext("Never open")]
