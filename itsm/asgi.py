"""One server, one port: the Django pages in a pool of threads, /live/ as native ASGI. docs/adr-one-server.md says why."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import Context
from importlib import import_module
from importlib.util import find_spec
from threading import local
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from itsm import meter
from itsm.wsgi import application as django_pages

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

THREADS = int(os.environ.get("WEB_THREADS") or 4)
thread = local()


def in_own_context(environ: Any, start_response: Any) -> Any:
    """Run each page in its thread's lasting context.

    a2wsgi gives every request a fresh one, in which Django would open its connection to the cache anew.
    """
    if not hasattr(thread, "context"):
        thread.context = Context()
    return thread.context.run(django_pages, environ, start_response)


async def not_found(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"Not found\n"})


pages = cast(App, WSGIMiddleware(in_own_context, workers=THREADS))
live: App = import_module("itsm.tickets.live").app if find_spec("itsm.tickets.live") else not_found


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "lifespan":
            await lifespan(receive, send)
        case "http" if scope["path"].startswith("/live/"):
            await live(scope, receive, send)
        case "http":
            await metered(scope, receive, send)
        case "websocket":
            await send({"type": "websocket.close", "code": 1000})


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    flushing = asyncio.create_task(meter.keep_flushing())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    flushing.cancel()
    await send({"type": "lifespan.shutdown.complete"})


async def metered(scope: Scope, receive: Receive, send: Send) -> None:
    started, status = time.perf_counter(), 500

    async def noting(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        await send(message)

    # WSGI turns X_Forwarded_For into the same name as X-Forwarded-For: nobody may set the second by the first.
    scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    await pages(scope, receive, noting)
    meter.count(status, time.perf_counter() - started)
