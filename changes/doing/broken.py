"""What broke on the affected services while a change was carried out, and shortly after it."""

from datetime import datetime, timedelta

from django.utils import timezone

from changes.models import Change
from incidents.models import Incident
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.models import Link
from itsm.tickets.models.queries import TicketQuerySet

AFTERWARDS = timedelta(hours=48)  # what a change broke is often found the next morning
SHOWN = 20


def affected(change: Change) -> list[int]:
    """The service that is changed, those named with it, and all that stands on them."""
    return list(Service.objects.reached_from(change.affected_ids).values_list("pk", flat=True))


def opened_since(change: Change, person: Person, *, now: datetime | None = None) -> "TicketQuerySet":
    """Incidents on the affected services since it started, the newest first, as far as `person` may see them."""
    if change.started_at is None:
        return Incident.objects.none()
    until = min((change.ended_at or timezone.now()) + AFTERWARDS, now or timezone.now())
    rows = Incident.objects.visible_to(person).filter(
        service__in=affected(change), opened_at__range=(change.started_at, until)
    )
    return rows.order_by("-opened_at", "-pk")


def caused_by(change: Change) -> "TicketQuerySet":
    """Incidents somebody linked: this change caused them."""
    linked = Link.objects.filter(target=change.pk, kind=Link.Kind.CAUSED_BY).values("source")
    return Incident.objects.filter(pk__in=linked).order_by("-opened_at")
