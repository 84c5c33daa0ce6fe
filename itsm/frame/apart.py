"""Where this request stands: in the organisation as it is, or in a room apart from it, whose rows are other rows.

What is remembered by name in the cache is remembered for each of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

_room: ContextVar[str] = ContextVar("room", default="")


def room() -> str:
    """Its name; empty where everything is real."""
    return _room.get()


@contextmanager
def entered(name: str) -> Iterator[None]:
    token = _room.set(name)
    try:
        yield
    finally:
        _room.reset(token)


def cache_key(key: str, prefix: str, version: int) -> str:
    """As Django makes them. Who is signed in is the same everywhere, so signing out ends it everywhere."""
    here = room()
    if here and not key.startswith(settings.SESSION_ENGINE.rpartition(".")[0]):
        key = f"{here}:{key}"
    return f"{prefix}:{version}:{key}"
