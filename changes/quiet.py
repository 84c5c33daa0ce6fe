"""What monitoring need not tell while a change is carried out: its services, as long as it was planned to take."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from changes.models import Change
from incidents.alerts.quiet import Place, register_quiet


def expected(places: Collection[Place], now: datetime) -> dict[Place, str]:
    """Beyond its window nobody announced anything: then alerts ring, whether or not somebody still works on it."""
    services = {service for service, _site in places}
    running = Change.objects.filter(status=Change.Status.IMPLEMENTING, starts_at__lte=now, ends_at__gt=now)
    running = running.filter(Q(service__in=services) | Q(services__in=services)).distinct()
    found: dict[Place, str] = {}
    for change in running.prefetch_related("services"):
        touched = {change.service_id, *(service.pk for service in change.services.all())}
        said = _("Change %(number)s: %(title)s") % {"number": change.number, "title": change.title}
        found |= {place: said for place in places if place[0] in touched}
    return found


def add_to_alerts() -> None:
    register_quiet(expected)
