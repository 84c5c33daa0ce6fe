"""What an outage cost the business: people × hours × what an hour of the service is worth to one of them. Always a range."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from itsm.services.models import Kind, Outage, Priority, Service, ServiceWorth
from itsm.services.models.outage import ESTIMATED, Worth
from itsm.services.outages.downtime import measure
from itsm.services.policy import current_policy

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


def lost(outage: Outage, *, now: datetime) -> Lost | None:
    """None while nobody has said what an hour is worth."""
    worth = outage if outage.is_known else worth_of(outage.service)
    if not worth.is_known:
        return None
    return Lost(hours=hours_of(outage, now=now), worth=worth, own=worth is outage)


def worth_of(service: Service) -> Worth:
    return ServiceWorth.objects.filter(service=service).first() or ServiceWorth(service=service)


def hours_of(outage: Outage, *, now: datetime) -> Decimal:
    """In agreed time, without what was planned anyway; of what was planned all of it."""
    since, until = outage.began_at, outage.ended_at or now
    hours = current_policy().targets(outage.service_id, Kind.INCIDENT, Priority.NORMAL).hours
    planned = Outage.objects.counted().filter(service=outage.service_id, planned=True).touching(since, until)
    works = [] if outage.planned else [(one.began_at, one.ended_at or now) for one in planned]
    seconds = measure([(since, until)], works, hours, since, until).down
    return (Decimal(seconds) / 3600).quantize(CENT)


def lost_with(ticket: str, *, now: datetime) -> list[tuple[Outage, Lost]]:
    """What a ticket's outages cost, as far as somebody has said what an hour is worth."""
    outages = Outage.objects.counted().filter(ticket=ticket).select_related("service")
    each = ((outage, lost(outage, now=now)) for outage in outages.latest_first())
    return [(outage, cost) for outage, cost in each if cost]
