"""Lengths and moments in words. `static/js/times.js` says the same in the browser as time passes."""

from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import get_language, gettext, pgettext

MINUTE, HOUR, DAY = 60, 3600, 86_400
WEEK = 7 * DAY
LONG_DAYS = 14  # from here on hours no longer matter


def duration(length: timedelta | float) -> str:
    """“2 h 15 min”: at most two units, always with the unit."""
    seconds = length.total_seconds() if isinstance(length, timedelta) else length
    sign, seconds = ("−", -seconds) if seconds < 0 else ("", seconds)
    minute, hour, day = units(get_language() or "en")
    minutes = int(seconds // MINUTE)
    if minutes < 60:
        return f"{sign}{minutes} {minute}"
    if minutes < 24 * 60:
        return f"{sign}{minutes // 60} {hour}" + (f" {minutes % 60} {minute}" if minutes % 60 else "")
    days, hours = divmod(minutes // 60, 24)
    return f"{sign}{days} {day}" + (f" {hours} {hour}" if hours and days < LONG_DAYS else "")


def ago(moment: datetime, now: datetime | None = None) -> str:
    """“5 min ago”, “in 2 h”; the date once it is a week away."""
    now = now or timezone.now()
    seconds = (now - moment).total_seconds()
    distance = abs(seconds)
    if distance < MINUTE:
        return gettext("now")
    if distance >= WEEK:
        return day(moment, now)
    minute, hour, day_word = units(get_language() or "en")
    if distance < HOUR:
        text = f"{int(distance // MINUTE)} {minute}"
    elif distance < DAY:
        text = f"{int(distance // HOUR)} {hour}"
    else:
        text = f"{int(distance // DAY)} {day_word}"
    return _frames(get_language() or "en")[seconds < 0] % text


def at(moment: datetime, now: datetime | None = None) -> str:
    """“15:00” today, “tomorrow 09:00”, “Fri 09:00” this week, “12 Mar 09:00” beyond."""
    here, today = timezone.localtime(moment), timezone.localtime(now or timezone.now()).date()
    clock = f"{here.hour:02}:{here.minute:02}"
    match (here.date() - today).days:
        case 0:
            return clock
        case 1:
            return gettext("tomorrow %s") % clock
        case -1:
            return gettext("yesterday %s") % clock
        case days if abs(days) < 7:
            return f"{_weekday(get_language() or 'en', here.weekday())} {clock}"
    return f"{day(moment, now)} {clock}"


def day(moment: date, now: datetime | None = None) -> str:
    """“12 Mar”, with the year when it is not this one."""
    here = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    text = f"{here.day} {_month(get_language() or 'en', here.month)}"
    return text if here.year == timezone.localtime(now or timezone.now()).year else f"{text} {here.year}"


def exact(moment: datetime) -> str:
    """“Thu 12 Mar 2026, 14:20” in the reader's zone: what a relative time says on hover."""
    here, language = timezone.localtime(moment), get_language() or "en"
    weekday, month = _weekday(language, here.weekday()), _month(language, here.month)
    return f"{weekday} {here.day} {month} {here.year}, {here.hour:02}:{here.minute:02}"


def middle(text: str, length: int) -> str:
    """Cut the middle, keep both ends: the end of a name often tells it apart."""
    if len(text) <= length:
        return text
    tail = (length - 1) // 3
    return f"{text[: length - 1 - tail].rstrip()}…{text[len(text) - tail :].lstrip()}"


@cache
def units(language: str) -> tuple[str, str, str]:
    return pgettext("unit", "min"), pgettext("unit", "h"), pgettext("unit", "d")


@cache
def _frames(language: str) -> tuple[str, str]:
    return gettext("%s ago"), gettext("in %s")


@cache
def _month(language: str, number: int) -> str:
    return str(MONTHS_3[number]).capitalize()


@cache
def _weekday(language: str, number: int) -> str:
    return str(WEEKDAYS_ABBR[number])
