"""What plans do by themselves, by the schedule in settings. Each may run twice or at several workers at once."""

import logging
from functools import partial
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from catalog.models import Call
from catalog.tasks import calling, late
from itsm.frame.later import after_answer

logger = logging.getLogger(__name__)


@shared_task(name="catalog.make_call", time_limit=60)
def make_call(pk: int) -> None:
    calling.make(pk, now=timezone.now())


@shared_task(name="catalog.make_calls", expires=30)
def make_calls() -> None:
    """What is tried again, and what was forgotten with a broker or a worker."""
    send(calling.due(now=timezone.now()))


@shared_task(name="catalog.sweep_tasks", expires=60)
def sweep_tasks() -> None:
    late.sweep(now=timezone.now())


def wake(sender: Any, instance: Call, created: bool, **_: Any) -> None:  # noqa: FBT001 - a signal's own way
    """A call that is due at once is made as soon as it is written."""
    if created and instance.next_at and instance.next_at <= timezone.now():
        transaction.on_commit(partial(after_answer, partial(send, [instance.pk])))


def send(pks: list[int]) -> None:
    try:
        for pk in pks:
            make_call.apply_async((pk,), retry=False)
    except OperationalError:
        logger.warning("The broker is away; %d calls wait for the sweep.", len(pks))
