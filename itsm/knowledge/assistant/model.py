"""A model server of the administrator's own choice (ASSISTANT_URL), by the chat interface that most of them speak.

Nobody waits long for it, nothing depends on it: whatever goes wrong is `None`, and one that does not answer is left alone
for a minute.
"""

import json
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import urllib3
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
REST = 60  # seconds without a question to a server that did not answer
RESTS = "assistant:model-rests"
CONNECT = 2  # seconds
LARGEST = 64 * 1024  # bytes of an answer
CHUNK = 8 * 1024
WORDS = 500  # most tokens of an answer


class Unanswered(Exception):
    """It is away, slow, or says something that is no answer."""


def ask(messages: Sequence[dict[str, str]]) -> str | None:
    if not settings.ASSISTANT_URL or resting():
        return None
    try:
        return said(b"".join(read(messages)))
    except (Unanswered, urllib3.exceptions.HTTPError, OSError) as error:
        logger.warning("The assistant's model did not answer, asked again in %s s: %s", REST, error)
        rest()
        return None


def read(messages: Sequence[dict[str, str]]) -> Iterator[bytes]:
    """Its answer as it comes; one that trickles is cut off, as one that has no end."""
    end = time.monotonic() + settings.ASSISTANT_SECONDS
    body = {
        "model": settings.ASSISTANT_MODEL,
        "messages": list(messages),
        "temperature": 0,
        "max_tokens": WORDS,
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if settings.ASSISTANT_KEY:
        headers["Authorization"] = f"Bearer {settings.ASSISTANT_KEY}"
    patience = urllib3.Timeout(connect=CONNECT, total=settings.ASSISTANT_SECONDS)
    with urllib3.PoolManager(timeout=patience, retries=False) as pool:
        response = pool.request(
            "POST", f"{settings.ASSISTANT_URL}/chat/completions",
            body=json.dumps(body).encode(), headers=headers, redirect=False, preload_content=False,
        )  # fmt: skip
        if response.status != 200:
            raise Unanswered(f"status {response.status}")
        # A trickle keeps each read within its time; the watch closes the line under the whole of them.
        watch = threading.Timer(max(end - time.monotonic(), 0.01), response.close)
        watch.start()
        try:
            yield from within(response, end)
        except (ValueError, AttributeError) as error:  # closed by the watch while it was read
            raise Unanswered("too slow") from error
        finally:
            watch.cancel()
            response.close()


def within(response: Any, end: float) -> Iterator[bytes]:
    length = 0
    while chunk := response.read1(CHUNK):
        length += len(chunk)
        if length > LARGEST:
            raise Unanswered(f"more than {LARGEST} bytes")
        if time.monotonic() > end:
            raise Unanswered("too slow")
        yield chunk
    if time.monotonic() > end:
        raise Unanswered("too slow")


def said(body: bytes) -> str:
    try:
        words = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Unanswered("not in the shape of a chat") from error
    if not isinstance(words, str):
        raise Unanswered("no words")
    return words.replace("\x00", "")


def resting() -> bool:
    try:
        return bool(cache.get(RESTS))
    except (RedisError, OSError):
        return False


def rest() -> None:
    try:
        cache.set(RESTS, 1, REST)
    except (RedisError, OSError):
        logger.warning("Nothing is remembered while the cache is away.")
