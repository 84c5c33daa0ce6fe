"""Lengths and moments in words. `static/js/times.js` says the same in the browser as time passes.

Looking up the reader's language and zone costs more than the words themselves, so a list asks `current()` once.
"""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import get_language, gettext, ngettext, pgettext

MINUTE, HOUR, DAY = 60, 3600, 86_400
WEEK = 7 * DAY
LONG_DAYS = 14  # from here on hours no longer matter


class Words:
    """How one language in one time zone says lengths and moments. Made while that language is active."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._today: tuple[datetime | None, date] = None, date.min
        self.minute, self.hour, self.days = (
            pgettext("unit", "min"),
            pgettext("unit", "h"),
            pgettext("unit", "d"),
        )
        self.past, self.ahead, self.right_now = gettext("%s ago"), gettext("in %s"), gettext("now")
        self.tomorrow, self.yesterday = gettext("tomorrow %s"), gettext("yesterday %s")
        self.earlier = gettext("earlier")
        self.promise = {
            "due": gettext("promise due %s"),
            "kept": gettext("promise kept %s"),
            "broken": gettext("promise broken %s"),
        }
        self.months = [""] + [str(MONTHS_3[number]).capitalize() for number in range(1, 13)]
        self.weekdays = [str(WEEKDAYS_ABBR[number]) for number in range(7)]

    def duration(self, length: timedelta | float) -> str:
        """“2 h 15 min”: at most two units, always with the unit."""
        seconds = length.total_seconds() if isinstance(length, timedelta) else length
        sign = "−" if seconds <= -MINUTE else ""
        minutes = int(abs(seconds) // MINUTE)
        if minutes < 60:
            return f"{sign}{minutes} {self.minute}"
        hours, minutes = divmod(minutes, 60)
        if hours < 24:
            return f"{sign}{hours} {self.hour}" + (f" {minutes} {self.minute}" if minutes else "")
        days, hours = divmod(hours, 24)
        return f"{sign}{days} {self.days}" + (f" {hours} {self.hour}" if hours and days < LONG_DAYS else "")

    def ago(self, moment: datetime, now: datetime) -> str:
        """“5 min ago”, “in 2 h”; the date once it is a week away."""
        seconds = (now - moment).total_seconds()
        distance = abs(seconds)
        if distance < MINUTE:
            return self.right_now
        if distance >= WEEK:
            return self.day(moment, now)
        if distance < HOUR:
            text = f"{int(distance // MINUTE)} {self.minute}"
        elif distance < DAY:
            text = f"{int(distance // HOUR)} {self.hour}"
        else:
            text = f"{int(distance // DAY)} {self.days}"
        return (self.ahead if seconds < 0 else self.past) % text

    def at(self, moment: datetime, now: datetime) -> str:
        """“15:00” today, “tomorrow 09:00”, “Fri 09:00” this week, “12 Mar 09:00” beyond."""
        here = moment.astimezone(self.zone)
        clock = f"{here.hour:02}:{here.minute:02}"
        match (here.date() - self.today(now)).days:
            case 0:
                return clock
            case 1:
                return self.tomorrow % clock
            case -1:
                return self.yesterday % clock
            case days if abs(days) < 7:
                return f"{self.weekdays[here.weekday()]} {clock}"
        return f"{self.day(moment, now)} {clock}"

    def day(self, moment: date, now: datetime) -> str:
        """“12 Mar”, with the year when it is not this one."""
        here = moment.astimezone(self.zone) if isinstance(moment, datetime) else moment
        text = f"{here.day} {self.months[here.month]}"
        return text if here.year == self.today(now).year else f"{text} {here.year}"

    def today(self, now: datetime) -> date:
        """A list asks two hundred times at the same moment."""
        if self._today[0] != now:
            self._today = now, now.astimezone(self.zone).date()
        return self._today[1]

    def exact(self, moment: datetime) -> str:
        """“Thu 12 Mar 2026, 14:20”: what a relative time says on hover."""
        here = moment.astimezone(self.zone)
        date_words = f"{self.weekdays[here.weekday()]} {here.day} {self.months[here.month]} {here.year}"
        return f"{date_words}, {here.hour:02}:{here.minute:02}"


@lru_cache(maxsize=1024)  # languages × zones
def _words(language: str, zone: tzinfo) -> Words:
    return Words(zone)


def current() -> Words:
    """The words of the reader whose language and zone are active."""
    return _words(get_language() or "en", timezone.get_current_timezone())


def duration(length: timedelta | float) -> str:
    return current().duration(length)


def roughly(seconds: float) -> str:
    """“20 minutes”, “3 hours”, “1 day”: one rounded unit in full words, for what is usual and not for what was."""
    if seconds < 55 * MINUTE:
        minutes = max(5, 5 * round(seconds / MINUTE / 5))
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    if seconds < 20 * HOUR:
        hours = max(1, round(seconds / HOUR))
        return ngettext("%d hour", "%d hours", hours) % hours
    days = max(1, round(seconds / DAY))
    return ngettext("%d day", "%d days", days) % days


def ago(moment: datetime, now: datetime | None = None) -> str:
    return current().ago(moment, now or timezone.now())


def at(moment: datetime, now: datetime | None = None) -> str:
    return current().at(moment, now or timezone.now())


def day(moment: date, now: datetime | None = None) -> str:
    return current().day(moment, now or timezone.now())


def middle(text: str, length: int) -> str:
    """Cut the middle, keep both ends: the end of a name often tells it apart."""
    if len(text) <= length:
        return text
    tail = (length - 1) // 3
    return f"{text[: length - 1 - tail].rstrip()}…{text[len(text) - tail :].lstrip()}"
