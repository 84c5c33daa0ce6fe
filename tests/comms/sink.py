"""A mail server that keeps what it is given, and can hold a mail at the door to let a test do harm meanwhile."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.parser import BytesHeaderParser
from threading import Event, Thread

HEAD = BytesHeaderParser()


class Sink:
    """`taken` counts Message-IDs the moment the mail is accepted, before the OK is even written."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: Counter[str] = Counter()
        self.door_held, self.door = Event(), Event()
        self.hold_at = b""
        self.hold_after = 0  # mails taken before the next is held
        self.pipelining = False
        self.moods: dict[str, str] = {}  # recipient → what becomes of the next mail to them

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self.talk(reader, writer)
        finally:  # also of a connection that is open at the end: left alone, it complains in whatever test runs then
            writer.close()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        mood = ""
        while line := await reader.readline():
            command = line[:4].upper()
            if command == b"RCPT":
                await self.at_the_door(command)
                mood = self.moods.pop(line[9:-3].decode(), "")
            if command == b"DATA" and not mood.startswith("RCPT "):
                writer.write(b"354 go on\r\n")
                mail = HEAD.parsebytes(await reader.readuntil(b"\r\n.\r\n"))
                if mood == "drop":
                    return
                if not mood.startswith("DATA "):
                    self.taken[str(mail["Message-ID"])] += 1
                await self.at_the_door(command)
            writer.write(self.answer(command, mood))
            if command == b"DATA" and mood == "ok, then die":
                await writer.drain()
                return

    def answer(self, command: bytes, mood: str) -> bytes:
        """A mood is a command and what to answer to it, "drop" once the mail was handed over, or "ok, then die"."""
        at, _space, answer = mood.partition(" ")
        if at.encode() == command:
            return f"{answer}\r\n".encode()
        if command == b"DATA" and at == "RCPT":
            return b"503 nobody to send it to\r\n"
        if command == b"EHLO" and self.pipelining:
            return b"250-sink\r\n250 PIPELINING\r\n"
        return b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n"

    async def at_the_door(self, command: bytes) -> None:
        if self.hold_at == command and self.taken.total() >= self.hold_after:
            self.hold_at = b""
            self.door_held.set()
            await asyncio.to_thread(self.door.wait)

    def hold_the_next(self, *, after_taking: bool = False, after: int = 0) -> None:
        """Hold one mail before it is taken, or after, before the OK; `after` so many others."""
        self.hold_after = self.taken.total() + after
        self.door_held.clear()
        self.door.clear()
        self.hold_at = b"DATA" if after_taking else b"RCPT"


@contextmanager
def sink() -> Iterator[Sink]:
    made, loop = Sink(), asyncio.new_event_loop()

    async def start() -> asyncio.Server:
        server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
        made.port = server.sockets[0].getsockname()[1]
        return server

    server = loop.run_until_complete(start())
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield made
    finally:
        made.door.set()
        asyncio.run_coroutine_threadsafe(stop(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def stop(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
