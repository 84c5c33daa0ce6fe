"""When a report goes out next. Pure: days of a calendar, hours of the wall clock in the organisation's zone."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from itsm.services.calendars import WorkingHours

DAY = timedelta(days=1)
BACK = 40  # days: what was due may have waited so long for an open day
LONGEST_WAIT = 60  # days: whoever is closed for longer is asked no more
FAR = 500  # days: beyond this there is a due day in any rhythm


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """`every` is daily, weekly or monthly; `hours` says which days are open, None that all are."""

    every: str
    weekday: int = 0  # 0 is Monday
    day: int = 1  # of the month; its last in a shorter one
    hour: int = 7
    zone: tzinfo = UTC
    hours: WorkingHours | None = None

    def after(self, moment: datetime) -> datetime:
        """The first time that lies behind this moment."""
        today = moment.astimezone(self.zone).date()
        for days in range(-BACK, FAR):
            named = today + days * DAY
            if self.names(named) and (found := self.at(self.moved(named))) > moment:
                return found
        raise AssertionError("Every rhythm has a day within a year")

    def names(self, day: date) -> bool:
        match self.every:
            case "weekly":
                return day.weekday() == self.weekday
            case "monthly":
                return day.day == min(self.day, monthrange(day.year, day.month)[1])
        return True

    def moved(self, day: date) -> date:
        """The same, or the next open day."""
        waits = (day + n * DAY for n in range(LONGEST_WAIT))
        return next((one for one in waits if self.is_open(one)), day)

    def is_open(self, day: date) -> bool:
        hours = self.hours
        return hours is None or (bool(hours.week[day.weekday()]) and hours.closing_reason(day) is None)

    def at(self, day: date) -> datetime:
        """In UTC, so that moments compare: an hour that summer time leaves out is the one behind it."""
        return datetime.combine(day, time(self.hour), self.zone).astimezone(UTC)
