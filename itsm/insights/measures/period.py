"""What a figure is about: from when to when, whose zone, and which tickets. Printed with every figure."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db.models import Q

# Ended without being solved; duplicates are those merged into another. Neither counts anywhere.
CALLED_OFF = ("cancelled", "withdrawn")
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """`since` is in, `until` is out. Without a zone days and months are those of UTC."""

    since: datetime
    until: datetime
    zone: tzinfo = ZoneInfo("UTC")
    kind: str = ""
    team: int | None = None
    service: int | None = None
    priority: int | None = None
    site: int | None = None

    @classmethod
    def of_days(cls, first: date, last: date, zone: tzinfo, **chosen: Any) -> Self:
        """Whole days, the last one too. Its moments count by the clock on the wall: a day is a day when summer time begins."""
        since, until = (datetime.combine(day, time.min, zone) for day in (first, last + DAY))
        return cls(since=since, until=until, zone=zone, **chosen)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first day and the one after the last, where the period is made of whole days."""
        ends = [moment.astimezone(self.zone) for moment in (self.since, self.until)]
        if any(end.time() != time.min for end in ends):
            return None
        return ends[0].date(), ends[1].date()

    @property
    def length(self) -> timedelta:
        return self.until - self.since

    @property
    def chosen(self) -> dict[str, Any]:
        """Which tickets: dimension → value, without those that were left open."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name))}

    def before(self) -> Self:
        """The period of the same length before this one."""
        return replace(self, since=self.since - self.length, until=self.since)

    def tickets(self, path: str = "") -> Q:
        """Which tickets, whatever the time; `path` leads from the counted row to its ticket ("ticket__")."""
        return Q(**{f"{path}{name}": value for name, value in self.chosen.items()}) & counted(path)

    def within(self, moment: str) -> Q:
        return Q(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})


# What a figure can be about, each a field of the ticket.
DIMENSIONS = tuple(field.name for field in fields(Filter) if field.name not in {"since", "until", "zone"})


def counted(path: str = "") -> Q:
    """Neither called off nor merged into another."""
    return Q(**{f"{path}merged_into": None}) & ~Q(**{f"{path}status__in": CALLED_OFF})
