"""What would become of a payload: done in earnest and taken back, so that the answer is the one that counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from incidents.alerts.understanding import understand
from incidents.models import Alert, AlertDelivery, AlertSource, Incident

SAMPLES = {
    AlertSource.Form.ALERTMANAGER: """{
  "version": "4",
  "status": "firing",
  "alerts": [
    {
      "status": "firing",
      "labels": {"alertname": "DiskAlmostFull", "instance": "db01.porto:9100", "severity": "critical"},
      "annotations": {"summary": "The disk of db01.porto is almost full"},
      "fingerprint": "5e1f0a7c9b3d2468"
    }
  ]
}""",
    AlertSource.Form.PLAIN: """{
  "key": "backup-porto",
  "status": "firing",
  "title": "The backup in Porto did not run",
  "severity": "warning",
  "service": "Shared files"
}""",
}


@dataclass(frozen=True)
class Row:
    """One alert, and what it would do."""

    title: str
    state: str
    severity: str
    place: str
    leads_to: str


@dataclass(frozen=True)
class Tried:
    readable: bool
    reason: str
    rows: Sequence[Row] = field(default_factory=list)


def try_out(source: AlertSource, body: str, *, now: datetime) -> Tried:
    newest = Incident.objects.aggregate(newest=Max("pk"))["newest"] or 0
    with transaction.atomic():
        delivery = AlertDelivery.objects.create(source=source, body=body.encode(), received_at=now)
        understand(source, [delivery], now=now)
        delivery.refresh_from_db()
        touched = source.alerts.filter(heard_at=now).with_places().order_by("pk")
        rows = [_row(alert, newest) for alert in touched[:50]]
        transaction.set_rollback(True)
    return Tried(delivery.state == AlertDelivery.State.DONE, delivery.reason, rows)


def _row(alert: Alert, newest: int) -> Row:
    places = filter(None, (alert.service, alert.component))
    return Row(
        title=alert.title,
        state=alert.get_state_display(),
        severity=alert.get_severity_display(),
        place=", ".join(map(str, places)) or _("nothing that we know"),
        leads_to=_leads_to(alert, newest),
    )


def _leads_to(alert: Alert, newest: int) -> str:
    if alert.quiet:
        return _("nothing now: %(why)s") % {"why": alert.quiet}
    if alert.incident is None:
        return _("nothing")
    return _("a new incident") if alert.incident.pk > newest else alert.incident.number
