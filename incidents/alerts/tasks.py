"""Alerts in the background. Each task may run twice, be killed, or come late."""

from celery import shared_task
from django.utils import timezone

from incidents.alerts import gathering, understanding
from incidents.alerts.door import wake
from incidents.models import AlertDelivery, AlertSource

ROUNDS = 40  # batches of one task; what is left then is the sweep's


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
