"""Downtime of services, stretch by stretch: read once for a question, whatever the number of its groups."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils import timezone

from itsm.insights.measures import Filter, Stretches
from itsm.insights.measures.combined import months_within
from itsm.insights.measures.registry import By
from itsm.services.calendars import WorkingHours
from itsm.services.models import Kind, Outage, Priority, Service
from itsm.services.outages.downtime import Downtime, Stretch, measure
from itsm.services.policy import current_policy
from itsm.tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The services that a filter means, and what is known of each. `known_since`: before that nobody wrote anything down."""

    chosen: Filter
    services: Sequence[int]
    hours: dict[int, WorkingHours]
    failed: dict[int, list[Stretch]]
    planned: dict[int, list[Stretch]]
    known_since: datetime | None
    now: datetime

    def rows(self, services: Iterable[int], since: datetime, until: datetime) -> int:
        """How many unplanned outages lie in it, as `Outage.objects.touching` finds them."""
        until = min(until, self.now)
        return sum(
            1
            for pk in services
            for began, ended in self.failed.get(pk, ())
            if began < until and (ended > since or began >= since)
        )

    def began(self, services: Iterable[int], since: datetime, until: datetime) -> int | None:
        """How many began in it: none is known to be none, but not of the time before anybody wrote them down."""
        if self.known_since is None or until <= self.known_since:
            return None
        return sum(
            1 for pk in services for began, _ended in self.failed.get(pk, ()) if since <= began < until
        )

    def of(self, services: Iterable[int], since: datetime, until: datetime) -> Downtime:
        if self.known_since is None:
            return Downtime()
        since, until = max(since, self.known_since), min(until, self.now)
        each = (
            measure(self.failed.get(pk, ()), self.planned.get(pk, ()), self.hours[pk], since, until)
            for pk in services
        )
        return sum(each, Downtime())

    def members(self, by: By, group: Any) -> Sequence[int]:
        return [group] if by == "service" else self.services

    def groups(self, by: By) -> list[Any]:
        """Also those without an outage: they were up."""
        match by:
            case Stretches(count=count):
                return list(range(1, count + 1))
            case "month":
                return list(_months(self.chosen))
            case "service":
                return list(self.services)
        return [None] if by is None else []


def ledger(chosen: Filter, *, now: datetime | None = None) -> Ledger:
    now = now or timezone.now()
    services, known_since = _services_and_beginning(chosen)
    failed: dict[int, list[Stretch]] = defaultdict(list)
    planned: dict[int, list[Stretch]] = defaultdict(list)
    touching = Outage.objects.counted().filter(about(chosen)).touching(chosen.since, min(chosen.until, now))
    for service, is_planned, began, ended in touching.values_list(
        "service", "planned", "began_at", "ended_at"
    ):
        (planned if is_planned else failed)[service].append((began, ended or now))
    return Ledger(
        chosen=chosen, services=services, hours=_hours(services), failed=failed, planned=planned,
        known_since=known_since, now=now,
    )  # fmt: skip


def about(chosen: Filter) -> Q:
    """Outages of the services that are meant. One has neither kind nor priority, so of these nothing is known."""
    return Q(service__in=_services(chosen))


def _services(chosen: Filter) -> QuerySet[Service]:
    found = Service.objects.active().order_by()
    if chosen.kind or chosen.priority:
        return found.none()
    if chosen.service:
        found = found.filter(pk=chosen.service)
    if chosen.team:
        found = found.filter(team=chosen.team)
    if chosen.site:
        found = found.filter(Q(sites=chosen.site) | Q(sites=None))
    return found


def _hours(services: Iterable[int]) -> dict[int, WorkingHours]:
    """Of the agreement of each: those in which an ordinary incident is worked on."""
    policy = current_policy()
    return {pk: policy.targets(pk, Kind.INCIDENT, Priority.NORMAL).hours for pk in services}


def _services_and_beginning(chosen: Filter) -> tuple[list[int], datetime | None]:
    """One statement. Whoever began with the desk in March knows nothing of February."""
    outage = Outage.objects.order_by("began_at").values("began_at")[:1]
    ticket = Ticket.objects.order_by("opened_at").values("opened_at")[:1]
    rows = list(
        _services(chosen).annotate(first=Least(Subquery(outage), Subquery(ticket))).values_list("pk", "first")
    )
    return [pk for pk, _first in rows], rows[0][1] if rows else None


def _months(chosen: Filter) -> Iterator[datetime]:
    first = chosen.since.astimezone(chosen.zone)
    yield first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    yield from months_within(chosen)
