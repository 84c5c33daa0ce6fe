"""Celery tasks: each calls one function and may run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from itsm.insights.rollups import checking, keeping

CHECKED = timedelta(days=35)


@shared_task(name="insights.keep_up", expires=15)
def keep_up() -> None:
    """Days to whose tickets something happened."""
    keeping.keep_up()


@shared_task(name="insights.check_and_repair", expires=3600)
def check_and_repair() -> None:
    checking.check_and_repair(last=CHECKED, now=timezone.now())
