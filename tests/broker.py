"""A broker that is away, as Celery sees it."""

from collections.abc import Iterator
from contextlib import contextmanager

from itsm.celery import app


@contextmanager
def away() -> Iterator[None]:
    """Nothing can be enqueued inside."""
    before = app.conf.broker_url
    try:
        reconnect("redis+socket:///nowhere/valkey.sock")
        yield
    finally:
        reconnect(before)


def reconnect(address: str) -> None:
    """Celery keeps connections in pools, which remember the address they were made for."""
    app._pool = app.amqp._producer_pool = None
    app.conf.broker_url = app.conf.broker_write_url = address
