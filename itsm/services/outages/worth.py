"""What an outage cost the business: people × hours × what an hour of the service is worth to one of them. Always a range."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from itsm.services.models import Kind, Outage, Priority, Service, ServiceWorth
from itsm.services.models.outage import ESTIMATED, Worth
from itsm.services.outages.downtime import Stretch, measure
from itsm.services.policy import Policy, current_policy

CENT = Decimal("0.01")
FIELDS = ESTIMATED


@dataclass(frozen=True, kw_only=True)
class Lost:
    """`hours` of agreed time. `own`: estimated for this outage, not taken from the service."""

    hours: Decimal
    worth: Worth
    own: bool

    @property
    def low(self) -> Decimal:
        return self._of(self.worth.people_low, self.worth.hour_low)

    @property
    def high(self) -> Decimal:
        return self._of(self.worth.people_high, self.worth.hour_high)

    def _of(self, people: int | None, hour: Decimal | None) -> Decimal:
        return (Decimal(people or 0) * self.hours * Decimal(hour or 0)).quantize(CENT)


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """What outages are measured by: read once, however many they are."""

    policy: Policy
    planned: Mapping[int, list[Stretch]]  # of each service
    now: datetime

    @classmethod
    def of(cls, outages: Collection[Outage], *, now: datetime) -> "Reckoning":
        planned: dict[int, list[Stretch]] = defaultdict(list)
        if outages:
            since, until = min(one.began_at for one in outages), max(one.ended_at or now for one in outages)
            works = Outage.objects.counted().filter(
                service__in={one.service_id for one in outages}, planned=True
            )
            for one in works.touching(since, until):
                planned[one.service_id].append((one.began_at, one.ended_at or now))
        return cls(policy=current_policy(), planned=planned, now=now)

    def hours(self, outage: Outage) -> Decimal:
        """In agreed time, without what was planned anyway; of what was planned all of it."""
        since, until = outage.began_at, outage.ended_at or self.now
        agreed = self.policy.targets(outage.service_id, Kind.INCIDENT, Priority.NORMAL).hours
        works = [] if outage.planned else self.planned.get(outage.service_id, [])
        seconds = measure([(since, until)], works, agreed, since, until).down
        return (Decimal(seconds) / 3600).quantize(CENT)

    def lost(self, outage: Outage) -> Lost | None:
        """None while nobody has said what an hour is worth."""
        worth = outage if outage.is_known else worth_of(outage.service)
        return Lost(hours=self.hours(outage), worth=worth, own=worth is outage) if worth.is_known else None


def worth_of(service: Service) -> Worth:
    return getattr(service, "worth", None) or ServiceWorth(service=service)


def lost(outage: Outage, *, now: datetime) -> Lost | None:
    return Reckoning.of([outage], now=now).lost(outage)


def lost_with(ticket: str, *, now: datetime) -> list[tuple[Outage, Lost]]:
    """What a ticket's outages cost, as far as somebody has said what an hour is worth."""
    rows = Outage.objects.counted().filter(ticket=ticket).select_related("service__worth").latest_first()
    outages = list(rows)
    reckoning = Reckoning.of(outages, now=now)
    each = ((outage, reckoning.lost(outage)) for outage in outages)
    return [(outage, cost) for outage, cost in each if cost]
