"""A browser's side of the live stream, over a real server in a thread of this process."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import uvicorn
from django.db import connections

WITHIN = 2.0  # seconds


class Page:
    """One open stream."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer, self.status = reader, writer, 0

    async def ask(self, topics: str, cookie: str, method: str, path: str) -> None:
        request = f"{method} {path}?topics={topics} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
        self.writer.write(request.encode())
        head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 5)).decode()
        self.status = int(head.split()[1])
        if self.status == 200:
            await self.until("retry: 3000")

    async def until(self, start: str) -> str:
        while True:
            line = (await asyncio.wait_for(self.reader.readline(), WITHIN)).decode().rstrip("\r\n")
            if line.startswith(start):
                return line

    async def hears(self) -> dict[str, Any]:
        return json.loads((await self.until("data: ")).removeprefix("data: "))  # type: ignore[no-any-return]

    async def hears_nothing(self, within: float = 0.3) -> None:
        try:
            line = await asyncio.wait_for(self.until("data: "), within)
        except TimeoutError:
            return
        raise AssertionError(f"heard {line}")

    async def ends(self) -> bool:
        await asyncio.wait_for(self.reader.readuntil(b"0\r\n\r\n"), WITHIN)
        return True


Open = Callable[..., Awaitable[Page]]


def play(port: int, scene: Callable[[Open], Awaitable[None]]) -> None:
    """Run a scene; every page it opened is closed at its end."""

    async def run() -> None:
        writers = []

        async def open_page(topics: str, cookie: str = "", method: str = "GET", path: str = "/live/") -> Page:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writers.append(writer)
            page = Page(reader, writer)
            await page.ask(topics, cookie, method, path)
            return page

        try:
            await scene(open_page)
        finally:
            for writer in writers:
                writer.close()

    asyncio.run(run())


async def apart(work: Callable[[], object]) -> object:
    """Django's own work in a thread, as a page would do it."""

    def and_hang_up() -> object:
        try:
            return work()
        finally:
            connections.close_all()

    return await asyncio.to_thread(and_hang_up)


@contextmanager
def server() -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        "itsm.asgi:application", log_level="warning", lifespan="off", timeout_graceful_shutdown=1
    )
    running = uvicorn.Server(config)
    thread = Thread(target=lambda: running.run(sockets=[listener]))
    thread.start()
    yield listener.getsockname()[1]
    running.should_exit = True
    thread.join()
    listener.close()
