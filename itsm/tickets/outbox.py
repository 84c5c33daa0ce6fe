"""Subscriptions to Events that must not be lost: an Outbox row with each, a task after commit, a sweep for the forgotten."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from kombu.exceptions import OperationalError

from itsm.frame.later import after_answer
from itsm.tickets.models.event import Event
from itsm.tickets.models.outbox import Outbox

if TYPE_CHECKING:
    from celery import Task

logger = logging.getLogger(__name__)

# A row this old was forgotten by its task: the broker or a worker died in between.
FORGOTTEN = timedelta(seconds=30)
Condition = Callable[[Event], bool]

_tasks: dict[str, "Task[Any, Any]"] = {}
_consumers: dict[str, set[str]] = defaultdict(set)
_conditions: dict[str, Condition] = {}


def subscribe(consumer: str, task: "Task[Any, Any]", *verbs: str, when: Condition | None = None) -> None:
    """Have `task(event_pk)` run for each Event of these verbs (and `when` it says so); called once from an app's `ready`.

    The task opens `Outbox.dealing_with(event_pk, consumer)` and does its work inside.
    """
    _tasks[consumer] = task
    if when is not None:
        _conditions[consumer] = when
    for verb in verbs:
        _consumers[verb].add(consumer)


def post(events: Iterable[Event]) -> None:
    """Leave a row for everyone who subscribed, in the Events' own transaction; wake their tasks after it."""
    rows = [Outbox(event=event, consumer=consumer) for event in events for consumer in consumers_of(event)]
    if rows:
        Outbox.objects.bulk_create(rows)
        awake = partial(wake, [(row.consumer, row.event_id) for row in rows])
        transaction.on_commit(partial(after_answer, awake))


def consumers_of(event: Event) -> list[str]:
    asked = _consumers.get(event.verb, ())
    return [each for each in sorted(asked) if each not in _conditions or _conditions[each](event)]


def wake(rows: Iterable[tuple[str, int]]) -> None:
    for consumer, event_pk in rows:
        try:
            _tasks[consumer].apply_async((event_pk,), retry=False)
        except OperationalError:
            logger.warning(
                "The broker is away; the sweep will bring event %s to %s later.", event_pk, consumer
            )
            return


def catch_up(*, now: datetime, limit: int = 1000) -> int:
    """Wake the tasks of rows that should have been dealt with by now. Says how many."""
    forgotten = Outbox.objects.filter(at__lte=now - FORGOTTEN, consumer__in=_tasks).order_by("at")
    rows = list(forgotten.values_list("consumer", "event_id")[:limit])
    wake(rows)
    return len(rows)
