"""Approvals in the background. May run twice or at several workers at once."""

from celery import shared_task
from django.utils import timezone

from catalog.approvals import tending


@shared_task(name="catalog.tend_approvals", expires=60)
def tend_approvals() -> None:
    """Reminders, escalations, stand-ins for who is away by now."""
    tending.tend(now=timezone.now())
