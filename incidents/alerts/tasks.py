"""Alerts in the background. Each task may run twice, be killed, or come late."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from incidents.alerts import gathering, understanding
from incidents.alerts.door import wake
from incidents.models import AlertDelivery, AlertSource

ROUNDS = 40  # batches of one task; what is left then is the sweep's
KEPT = timedelta(days=30)


@shared_task(name="incidents.understand_alerts", time_limit=280)
def understand_alerts(pk: int) -> None:
    for source in AlertSource.objects.filter(pk=pk).select_related("owner", "team"):
        for _round in range(ROUNDS):
            if not understanding.attempt(source, now=timezone.now()):
                break


@shared_task(name="incidents.understand_forgotten_alerts", expires=60)
def understand_forgotten_alerts() -> None:
    """Deliveries whose task or worker was lost, or whose next try has come; and what is expected no longer."""
    forgotten = AlertDelivery.objects.forgotten(now=timezone.now())
    wake(list(forgotten.order_by("source").values_list("source", flat=True).distinct()))
    gathering.ring(now=timezone.now())


@shared_task(name="incidents.clear_alert_deliveries", expires=3600)
def clear_alert_deliveries() -> None:
    """What came in is kept for a month; each alert stays, with how often it was heard."""
    done = AlertDelivery.objects.exclude(state=AlertDelivery.State.STORED)
    done.filter(received_at__lt=timezone.now() - KEPT).delete()
