"""What a figure is about: from when to when, whose zone, and which tickets. Printed with every figure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Self
from zoneinfo import ZoneInfo

from django.db.models import Q

# Ended without being solved; duplicates are those merged into another. Neither counts anywhere.
CALLED_OFF = ("cancelled", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """`since` is in, `until` is out. Without a zone months are those of UTC."""

    since: datetime
    until: datetime
    zone: tzinfo = ZoneInfo("UTC")
    kind: str = ""
    team: int | None = None
    service: int | None = None
    priority: int | None = None

    @property
    def length(self) -> timedelta:
        return self.until - self.since

    def before(self) -> Self:
        """The period of the same length before this one."""
        return replace(self, since=self.since - self.length, until=self.since)

    def tickets(self, path: str = "") -> Q:
        """Which tickets, whatever the time; `path` leads from the counted row to its ticket ("ticket__")."""
        chosen = {"kind": self.kind, "team": self.team, "service": self.service, "priority": self.priority}
        found = Q(**{f"{path}{name}": value for name, value in chosen.items() if value})
        return found & Q(**{f"{path}merged_into": None}) & ~Q(**{f"{path}status__in": CALLED_OFF})

    def within(self, moment: str) -> Q:
        return Q(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})
