"""Signs of life of worker and beat, kept in Valkey and read by itsm.health.

The worker stamps from its own heartbeat, so a long task does not make it look dead. Beat stamps when it sends the pulse task, and the
worker, having run it, notes how long it waited in the queue.
"""

import logging
import time
from functools import cache
from typing import Any

import redis
from celery import shared_task
from celery.signals import after_setup_logger, beat_init, before_task_publish, heartbeat_sent
from django.conf import settings

NAME = "itsm.pulse"
EVERY = 10  # seconds between two pulses of beat
KEY = "baton:pulse"
LAG = "baton:pulse:lag"
QUEUE = "celery"


@cache
def valkey() -> redis.Redis:
    """The broker's own connection; short waits, for a probe must not hang."""
    return redis.Redis.from_url(
        settings.VALKEY_URL, socket_timeout=2, socket_connect_timeout=2, decode_responses=True
    )


def stamp(who: str) -> None:
    valkey().hset(KEY, who, str(time.time()))


def ages() -> dict[str, float]:
    """Seconds since each last sign of life; who never gave one is absent."""
    now = time.time()
    return {str(who): max(0.0, now - float(at)) for who, at in valkey().hgetall(KEY).items()}


def waiting() -> int:
    """Tasks in the queue, not counting those a worker holds."""
    return int(valkey().llen(QUEUE))


def lag() -> float | None:
    """How long the last pulse waited in the queue."""
    seconds = valkey().get(LAG)
    return None if seconds is None else float(seconds)


@shared_task(name=NAME, bind=True, expires=6 * EVERY)
def pulse(self: Any) -> None:
    sent = getattr(self.request, "sent", None)
    valkey().set(LAG, max(0.0, time.time() - sent) if sent else 0.0)


@heartbeat_sent.connect
def worker_lives(**_: Any) -> None:
    stamp("worker")


@before_task_publish.connect(sender=NAME)
def beat_lives(headers: dict[str, Any], **_: Any) -> None:
    headers["sent"] = time.time()
    stamp("beat")


@beat_init.connect
def beat_begins(**_: Any) -> None:
    stamp("beat")


@after_setup_logger.connect
def quiet(logger: logging.Logger, **_: Any) -> None:
    """One line per task is enough, and the pulse would be most of the worker's log."""
    logging.getLogger("celery.worker.strategy").setLevel(logging.WARNING)
    for handler in logger.handlers:
        handler.addFilter(lambda record: NAME not in record.getMessage())
