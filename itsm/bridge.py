"""The way from ASGI into Django's WSGI pages and back, made for this one purpose.

A request takes one of the pool's threads only once its whole body has arrived, and gives it back before the first byte of the answer is
sent: a slow client costs memory or a temporary file, never a thread. Threads last, and with them their connections to the database; each
keeps one context, for in a fresh one Django would open its connection to the cache anew.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from threading import local
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Body = SpooledTemporaryFile[bytes]

THREADS = int(os.environ.get("WEB_THREADS") or 4)
IN_MEMORY = 1024 * 1024  # bytes of a body before it goes to a temporary file
LARGEST = int(os.environ.get("MAX_UPLOAD_MB") or 60) * 1024 * 1024
thread = local()


@dataclass
class Answer:
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    rest: Iterator[bytes] | None = None  # of an answer that streams
    close: Callable[[], None] | None = None

    def begin(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


class Bridge:
    def __init__(self, app: Callable[[dict[str, Any], Any], Iterable[bytes]]) -> None:
        self.app = app
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile[bytes](IN_MEMORY) as body:
            match await whole_body(body, receive):
                case None:
                    return
                case length if length > LARGEST:
                    await tell(send, Answer(413, [(b"content-type", b"text/plain")], b"This is too large.\n"))
                    return
                case length:
                    await self.serve(environ_of(scope, body, length), send)

    async def serve(self, environ: dict[str, Any], send: Send) -> None:
        """The answer goes out while its thread still ends the request: nobody waits for what is left to do."""
        loop = asyncio.get_running_loop()
        made: asyncio.Future[Answer] = loop.create_future()

        def hand_out(answer: Answer) -> None:
            loop.call_soon_threadsafe(lambda: made.set_result(answer))

        ended = self.in_thread(self.answer, environ, hand_out)
        await asyncio.wait({made, ended}, return_when=asyncio.FIRST_COMPLETED)
        if made.done():
            await tell(send, made.result())
        await ended
        if made.result().rest is not None:
            await self.stream(made.result(), send)

    def in_thread(self, work: Callable[..., Any], *arguments: Any) -> "asyncio.Future[Any]":
        return asyncio.get_running_loop().run_in_executor(self.pool, in_own_context, work, *arguments)

    def answer(self, environ: dict[str, Any], hand_out: Callable[[Answer], None]) -> None:
        answer = Answer()
        response = self.app(environ, answer.begin)
        answer.close = getattr(response, "close", None)
        if getattr(response, "streaming", False):  # Django's WSGI handler returns its own response object
            answer.rest = iter(response)
            hand_out(answer)
        else:
            answer.body = b"".join(response)
            hand_out(answer)
            answer.close and answer.close()

    async def stream(self, answer: Answer, send: Send) -> None:
        try:
            while (chunk := await self.in_thread(next, answer.rest, None)) is not None:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            if answer.close:
                await self.in_thread(answer.close)


def in_own_context(work: Callable[..., Any], *arguments: Any) -> Any:
    if not hasattr(thread, "context"):
        thread.context = Context()
    return thread.context.run(work, *arguments)


async def whole_body(body: Body, receive: Receive) -> int | None:
    """Its length, one more than allowed when it is too long, or None when the client left."""
    length, more = 0, True
    while more and length <= LARGEST:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        length += body.write(message.get("body", b""))
        more = message.get("more_body", False)
    body.seek(0)
    return length


async def tell(send: Send, answer: Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if answer.rest is None:
        await send({"type": "http.response.body", "body": answer.body})


def environ_of(scope: Scope, body: Body, length: int) -> dict[str, Any]:
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),  # WSGI's way of carrying bytes
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        add_header(environ, name, value.decode("latin-1"))
    if length or "CONTENT_LENGTH" in environ:  # a chunked body has no length of its own
        environ["CONTENT_LENGTH"] = str(length)
    return environ


def add_header(environ: dict[str, Any], name: bytes, value: str) -> None:
    if b"_" in name:  # would end up under the same key as X-Forwarded-For and its like, which a proxy sets
        return
    key = name.decode("latin-1").upper().replace("-", "_")
    key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
    environ[key] = (
        f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}" if key in environ else value
    )
