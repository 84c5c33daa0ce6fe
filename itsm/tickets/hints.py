"""Small hints through Valkey to open pages. Lost ones cost freshness only, so nothing here ever fails or waits long."""

import json
import logging
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from itsm.frame.apart import room
from itsm.frame.later import after_answer

logger = logging.getLogger(__name__)
T = TypeVar("T")

SULK = 5.0  # seconds without trying after Valkey did not answer: pages must not wait for it again and again
_away_until = 0.0


@cache
def valkey() -> redis.Redis:
    """Short waits and one fresh attempt: after a restart the kept connection is dead once."""
    once_more = Retry(NoBackoff(), 1)
    return redis.Redis.from_url(
        settings.VALKEY_URL,
        socket_timeout=0.5,
        socket_connect_timeout=0.5,
        retry=once_more,
        decode_responses=True,
    )


@cache
def channel() -> str:
    """Publishing knows no logical databases, so the channel's name says which one is ours."""
    return f"baton:live:{valkey().connection_pool.connection_kwargs.get('db') or 0}"


@cache
def happened() -> str:
    """Where Valkey counts what has happened: a page made from an older count may be out of date."""
    return f"{channel()}:happened"


def ask(question: Callable[[redis.Redis], T], *, otherwise: T) -> T:
    """Valkey's answer, or `otherwise` while it is away."""
    global _away_until
    if time.monotonic() < _away_until:
        return otherwise
    try:
        return question(valkey())
    except (redis.RedisError, OSError):
        _away_until = time.monotonic() + SULK
        logger.warning("Valkey does not answer; open pages are not told for %d s.", SULK)
        return otherwise


def remembered(name: str, question: Callable[[], bool], *, seconds: int) -> bool:
    """A yes or no that every page or every event asks, kept for a moment. While Valkey is away it is asked anew."""
    key = _key(name)
    known: Any = ask(lambda client: client.get(key), otherwise=None)
    if known is not None:
        return bool(known == "1")
    answer = question()
    ask(lambda client: client.set(key, int(answer), ex=seconds), otherwise=None)
    return answer


def forget(*names: str) -> None:
    ask(lambda client: client.delete(*map(_key, names)), otherwise=None)


def _key(name: str) -> str:
    return f"{channel()}:{room()}:{name}" if room() else f"{channel()}:{name}"


def publish(to: dict[str, str], hint: dict[str, Any], *, check: bool = False) -> None:
    """Send one hint: `to` maps topics to the name it has there. `check`: look again who may hear before passing it on."""
    envelope = json.dumps({"to": to, "hint": hint, "check": check})

    def send(client: redis.Redis) -> None:
        with client.pipeline(transaction=False) as both:
            both.incr(happened())
            both.publish(channel(), envelope)
            both.execute()

    after_answer(lambda: ask(send, otherwise=None))


def publish_to_people(person_ids: Iterable[int], hint: dict[str, Any]) -> None:
    """Something is new in these inboxes."""
    to = {f"person.{pk}": "inbox" for pk in person_ids}
    if to:
        publish(to, hint)
