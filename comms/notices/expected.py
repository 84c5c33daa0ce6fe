"""What monitoring need not tell during a maintenance that was announced: its services, at its sites, in its hours."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from comms.models import Notice
from comms.models.notice import Phase
from incidents.alerts.quiet import Place

ANNOUNCED = (Phase.PLANNED, Phase.IN_PROGRESS)


def expected(places: Collection[Place], now: datetime) -> dict[Place, str]:
    """Longer than announced is not announced: when the hours are over, alerts ring again."""
    on = Notice.objects.real().filter(kind=Notice.Kind.MAINTENANCE, phase__in=ANNOUNCED, starts_at__lte=now)
    running = on.filter(Q(ends_at__gt=now) | Q(ends_at=None)).filter(
        services__in={service for service, _site in places}
    )
    found: dict[Place, str] = {}
    for notice in running.distinct().prefetch_related("services", "sites"):
        services = {service.pk for service in notice.services.all()}
        sites = {site.pk for site in notice.sites.all()}
        said = _("Maintenance %(number)s: %(title)s") % {"number": notice.number, "title": notice.title}
        found |= {
            place: said for place in places if place[0] in services and (not sites or place[1] in sites)
        }
    return found
