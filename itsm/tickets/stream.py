"""The live stream: `GET /live/?topics=…` as server-sent events, outside Django's own request cycle.

Who may hear a topic is asked in a thread, when a stream opens, each minute after, and before anything about a restricted
ticket is passed on. A stream holds no database connection; a process holds one connection to Valkey while anybody listens.
"""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

import redis.asyncio
from django.conf import settings
from django.http import parse_cookie
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from itsm.tickets.admission import Admission, admit, asked, in_thread, threads
from itsm.tickets.hints import channel
from itsm.tickets.presence import leave

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

logger = logging.getLogger(__name__)

HEARTBEAT = 15.0  # seconds; proxies cut what is silent for a minute
LOOK_AGAIN = 60.0  # seconds between two looks at whether the person may still hear
LONGEST_QUEUE = 200  # a reader who is further behind is let go: it connects again and fetches everything
PATIENCE = 1.0  # seconds a new stream waits for Valkey before it opens anyway
RETRY_VALKEY = 1.0
WORDS = {
    401: b"Sign in first.",
    403: b"Not for you.",
    404: b"Not found.",
    405: b"Only GET.",
    503: b"Try again.",
}
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would collect the stream before passing it on
]
AGAIN = {"to": None, "hint": {"name": "again"}, "check": False}  # hints were missed: fetch everything anew


class Stream:
    """One open page: what it listens to, and what it has not been sent yet."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.news: deque[dict[str, Any]] = deque()
        self.over = False
        self.missed = False
        self.look_again_at = time.monotonic() + LOOK_AGAIN
        self._woken = asyncio.Event()

    def push(self, envelope: dict[str, Any]) -> None:
        if envelope["to"] is not None and self.topics.isdisjoint(envelope["to"]):
            return
        if len(self.news) >= LONGEST_QUEUE:
            self.end()
        self.news.append(envelope)
        self._woken.set()

    def end(self) -> None:
        self.over = True
        self._woken.set()

    async def next_news(self) -> list[dict[str, Any]]:
        """What has come, or nothing after a heartbeat's time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), HEARTBEAT)
        self._woken.clear()
        news = list(self.news)
        self.news.clear()
        return news


class Hub:
    """The one subscription of this process, handed on to every stream. It lives while there are streams."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.ready = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    async def join(self, stream: Stream) -> None:
        self.streams.add(stream)
        self.task = self.task or asyncio.create_task(self.listen())
        try:
            await asyncio.wait_for(self.ready.wait(), PATIENCE)
        except TimeoutError:
            stream.missed = True

    async def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)
        if not self.streams and self.task:
            task, self.task = self.task, None
            self.ready.clear()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def listen(self) -> None:
        while True:
            try:
                await self.pass_on()
            except (redis.RedisError, OSError):
                logger.warning("Valkey is away; open pages wait for it.")
            self.ready.clear()
            for stream in self.streams:
                stream.missed = True
            await asyncio.sleep(RETRY_VALKEY)

    async def pass_on(self) -> None:
        address, never = settings.VALKEY_URL, Retry(NoBackoff(), 0)
        async with (
            redis.asyncio.Redis.from_url(
                address, client_name=channel(), retry=never, health_check_interval=10
            ) as client,
            client.pubsub(ignore_subscribe_messages=True) as hearing,
        ):
            await hearing.subscribe(channel())
            self.ready.set()
            self.catch_up()
            while True:
                message = await hearing.get_message(timeout=10)
                if message is not None:
                    envelope = json.loads(message["data"])
                    for stream in self.streams:
                        stream.push(envelope)

    def catch_up(self) -> None:
        for stream in self.streams:
            if stream.missed:
                stream.missed = False
                stream.push(AGAIN)


hubs: dict[asyncio.AbstractEventLoop, Hub] = {}  # one: a server process has one loop


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application behind /live/."""
    if scope["method"] != "GET" or scope["path"] != "/live/":
        return await refuse(send, 405 if scope["path"] == "/live/" else 404)
    headers = dict(scope["headers"])
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    session = cookies.get(settings.SESSION_COOKIE_NAME, "")
    wanted = asked(" ".join(parse_qs(scope["query_string"].decode("latin-1")).get("topics", [])))
    admission = await in_thread(admit, session, wanted)
    if admission.status != 200:
        return await refuse(send, admission.status)
    return await serve(Stream(admission.topics), session, wanted, receive, send)


async def serve(stream: Stream, session: str, wanted: frozenset[str], receive: Receive, send: Send) -> None:
    hub = hubs.setdefault(asyncio.get_running_loop(), Hub())
    leaving = asyncio.create_task(until_gone(stream, receive))
    try:
        await hub.join(stream)
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await say(send, "retry: 3000\n\n")
        while not stream.over:
            await pour(stream, session, wanted, send)
        await send({"type": "http.response.body", "body": b""})
    finally:
        leaving.cancel()
        await hub.leave(stream)
        asyncio.get_running_loop().run_in_executor(threads, no_longer_here, stream.topics)
        if not hub.streams:
            hubs.pop(asyncio.get_running_loop(), None)


async def pour(stream: Stream, session: str, wanted: frozenset[str], send: Send) -> None:
    """One round: wait, look again whether this person may hear, say it."""
    news = await stream.next_news()
    if any(envelope["check"] for envelope in news) or time.monotonic() > stream.look_again_at:
        admission: Admission = await in_thread(admit, session, wanted, strict=False)
        stream.topics, stream.look_again_at = admission.topics, time.monotonic() + LOOK_AGAIN
        if admission.status != 200:
            return stream.end()
    if not stream.over:
        await say(send, "".join(wire(envelope, stream.topics) for envelope in news) or ": still here\n\n")
    return None


def no_longer_here(topics: frozenset[str]) -> None:
    """Whoever closed a ticket's page is no longer shown on it."""
    keys = [(kind, int(pk)) for kind, _dot, pk in (topic.partition(".") for topic in topics) if pk]
    person = next((pk for kind, pk in keys if kind == "person"), 0)
    for kind, pk in keys:
        if kind == "ticket":
            leave(pk, person)


async def until_gone(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def wire(envelope: dict[str, Any], topics: frozenset[str]) -> str:
    if envelope["to"] is None:
        return message(envelope["hint"])
    return "".join(
        message({"name": name, "topic": topic, **envelope["hint"]})
        for topic, name in envelope["to"].items()
        if topic in topics
    )


def message(data: dict[str, Any]) -> str:
    return f"event: {data['name']}\ndata: {json.dumps(data)}\n\n"


async def say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), *([(b"allow", b"GET")] if status == 405 else [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": WORDS[status] + b"\n"})
