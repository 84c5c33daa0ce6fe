"""How much of the agreed time a service was down. Pure arithmetic: no database, no clock.

Overlapping outages are one. What is unplanned and lies within something planned does not count; nor does what lies outside
the agreed hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from itsm.services.calendars import WorkingHours, business_seconds

Stretch = tuple[datetime, datetime]  # from, until


@dataclass(frozen=True, slots=True)
class Downtime:
    """In seconds of agreed time. `outages`: unplanned stretches that took some of it."""

    agreed: int = 0
    down: int = 0
    planned: int = 0
    outages: int = 0

    def __add__(self, other: "Downtime") -> "Downtime":
        return Downtime(
            self.agreed + other.agreed, self.down + other.down, self.planned + other.planned,
            self.outages + other.outages,
        )  # fmt: skip

    @property
    def availability(self) -> float | None:
        """In percent of the agreed time."""
        return 100 * (self.agreed - self.down) / self.agreed if self.agreed else None

    @property
    def between_failures(self) -> float | None:
        """Mean time between failures (MTBF), in hours: from the end of one to the beginning of the next."""
        return (self.agreed - self.down) / self.outages / 3600 if self.outages else None

    @property
    def to_restore(self) -> float | None:
        """Mean time to restore service (MTRS), in hours."""
        return self.down / self.outages / 3600 if self.outages else None

    @property
    def between_incidents(self) -> float | None:
        """Mean time between service incidents (MTBSI), in hours: from the beginning of one to that of the next."""
        return self.agreed / self.outages / 3600 if self.outages else None


def measure(
    unplanned: Iterable[Stretch],
    planned: Iterable[Stretch],
    hours: WorkingHours,
    since: datetime,
    until: datetime,
) -> Downtime:
    """Of the period from `since` to `until`; what goes on ends with it."""
    if until <= since:
        return Downtime()
    works = joined(within(planned, since, until))
    fails = [without(one, works) for one in joined(within(unplanned, since, until))]
    lost = [sum(business_seconds(*piece, hours) for piece in pieces) for pieces in fails]
    return Downtime(
        agreed=business_seconds(since, until, hours),
        down=sum(lost),
        planned=sum(business_seconds(*one, hours) for one in works),
        outages=sum(1 for seconds in lost if seconds),
    )


def within(stretches: Iterable[Stretch], since: datetime, until: datetime) -> list[Stretch]:
    cut = ((max(begin, since), min(end, until)) for begin, end in stretches)
    return [(begin, end) for begin, end in cut if begin < end]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """What overlaps or touches is one."""
    found: list[Stretch] = []
    for begin, end in sorted(stretches):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def without(stretch: Stretch, taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of it; `taken` is sorted and does not overlap."""
    (begin, end), left = stretch, []
    for first, last in taken:
        if last <= begin or first >= end:
            continue
        if first > begin:
            left.append((begin, first))
        begin = max(begin, last)
    return [*left, (begin, end)] if begin < end else left
