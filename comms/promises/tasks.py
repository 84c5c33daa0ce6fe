"""Promises in the background. It may run twice or at several workers at once."""

from celery import shared_task
from django.utils import timezone

from comms import tasks
from comms.promises import alerts


@shared_task(name="comms.sweep_promises", expires=60)
def sweep_promises() -> None:
    """What time does to the promises of notices."""
    tasks.send_all(alerts.sweep(now=timezone.now()))
