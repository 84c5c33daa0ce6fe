"""Collisions found by living through the calendar, half hour by half hour. Slow, and written without a look at the finder."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

SLOT = timedelta(minutes=30)
BREATH = 4  # slots
MONDAY = datetime(2026, 3, 23, tzinfo=UTC)  # its Sunday has 23 hours in Lisbon and in Berlin


@dataclass(frozen=True)
class Thing:
    """A change, or an occasion with `kind`: from one slot to another, not included."""

    pk: int
    first: int
    last: int
    services: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    sites: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    kind: str = ""

    @property
    def slots(self) -> set[int]:
        return set(range(self.first, self.last))


@dataclass(frozen=True)
class House:
    edges: frozenset[tuple[int, int]] = frozenset()
    sites: dict[int, frozenset[int]] = field(default_factory=dict)
    zones: dict[int, tuple] = field(default_factory=dict)  # service → (zone, weekdays open, closed dates)

    def stands(self, upper: int, lower: int) -> bool:
        """By trying one step more, until nothing new is found."""
        reached = {lower}
        while True:
            more = {above for above, below in self.edges if below in reached} | reached
            if more == reached:
                return upper in reached
            reached = more


def at(slot: int) -> datetime:
    return MONDAY + slot * SLOT


def collisions(mine: Thing, others: list[Thing], occasions: list[Thing], house: House) -> set[tuple]:
    found = set()
    for other in others:
        if other.pk != mine.pk:
            found |= {(other.pk, None, kind) for kind in with_change(mine, other, house)}
    found |= {(None, one.pk, one.kind) for one in occasions if hits(mine, one, house)}
    if any(closed(service, slot, house) for service in mine.services for slot in mine.slots):
        found.add((None, None, "closing_day"))
    return found


def with_change(mine: Thing, other: Thing, house: House) -> set[str]:
    both_run = bool(mine.slots & other.slots)
    meet = any(
        house.stands(one, two) or house.stands(two, one) for one in mine.services for two in other.services
    )
    free_between = min(abs(one - two) for one in mine.slots for two in other.slots) - 1
    kinds = {"people"} if both_run and mine.people & other.people else set()
    if meet and both_run:
        kinds.add("service")
    elif meet and free_between < BREATH:
        kinds.add("too_close")
    return kinds


def hits(mine: Thing, one: Thing, house: House) -> bool:
    if not mine.slots & one.slots:
        return False
    if one.teams and not one.teams & mine.teams:
        return False
    if one.services and not any(house.stands(hit, ours) for hit in one.services for ours in mine.services):
        return False
    if not one.sites:
        return True
    if not mine.services:
        return not mine.sites or bool(mine.sites & one.sites)
    return any(not house.sites[ours] or house.sites[ours] & one.sites for ours in mine.services)


def closed(service: int, slot: int, house: House) -> bool:
    zone, weekdays, days = house.zones[service]
    day: date = at(slot).astimezone(zone).date()
    return day in days and day.weekday() in weekdays
