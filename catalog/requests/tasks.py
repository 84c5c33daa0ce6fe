"""What requests do by themselves, by the schedule in settings."""

from celery import shared_task
from django.utils import timezone

from catalog.models import ServiceRequest
from itsm.tickets import due


@shared_task(name="catalog.close_confirmed", expires=300)
def close_confirmed() -> None:
    due.close_confirmed(ServiceRequest, now=timezone.now())


@shared_task(name="catalog.wake_planned", expires=300)
def wake_planned() -> None:
    due.wake_planned(ServiceRequest, now=timezone.now())
