"""One server, one port: the Django pages in a pool of threads, /live/ as native ASGI. docs/adr-one-server.md says why."""

import asyncio
import time
from importlib import import_module
from importlib.util import find_spec

from itsm import meter
from itsm.bridge import App, Bridge, Message, Receive, Scope, Send
from itsm.wsgi import application as django_pages


async def not_found(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"Not found\n"})


pages = Bridge(django_pages)
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

    await pages(scope, receive, noting)
    meter.count(status, time.perf_counter() - started)
