"""Reports in the background. Each task may run twice, be killed, or come late."""

from celery import shared_task
from django.utils import timezone

from comms.reports import sending


@shared_task(name="comms.send_reports", expires=60)
def send_reports() -> None:
    sending.sweep(now=timezone.now())


@shared_task(name="comms.forget_editions", expires=3600)
def forget_editions() -> None:
    sending.forget(now=timezone.now())
