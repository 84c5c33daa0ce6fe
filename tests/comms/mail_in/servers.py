"""Real servers on loopback: ours that takes mail in, one that takes ours, and a mailbox to read."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP
from django.db import connections

from comms.mail_in.listening import Place, in_thread, listen


@contextmanager
def running(start: Callable[[], Awaitable[asyncio.Server]]) -> Iterator[int]:
    """The server in a thread of its own; gives its port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(start())
    thread = Thread(target=loop.run_forever)
    thread.start()

    async def end() -> None:
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await in_thread(connections.close_all)

    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def entrance(*, lmtp: bool = False) -> Iterator[int]:
    with running(lambda: listen(Place("127.0.0.1", 0, lmtp))) as port:
        yield port


class Post:
    """The other side: keeps what Baton sends, as its readers' mail programs get it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        letter["X-Envelope-To"] = envelope.rcpt_tos[0]
        self.letters.append(letter)
        return "250 OK"

    def newest_to(self, address: str) -> EmailMessage:
        return [letter for letter in self.letters if letter["X-Envelope-To"] == address][-1]


@contextmanager
def post_office() -> Iterator[tuple[Post, int]]:
    post = Post()

    async def start() -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: SMTP(post, hostname="post"), "127.0.0.1", 0)

    with running(start) as port:
        yield post, port


class Folder:
    """An IMAP folder (RFC 3501), as far as a reader that only looks needs one. `said` is all that it was told."""

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.validity = 7
        self.said: list[str] = []
        self.password, self.token = "open sesame", ""

    def put(self, raw: bytes) -> int:
        uid = max(self.mails, default=100) + 1
        self.mails[uid] = raw
        return uid

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            writer.write(b"* OK IMAP4rev1 ready\r\n")
            while line := (await reader.readline()).decode().strip():
                self.said.append(line)
                tag, _space, command = line.partition(" ")
                if command.upper().startswith("AUTHENTICATE"):
                    writer.write(b"+ \r\n")
                    command = f"AUTHENTICATED {(await reader.readline()).decode().strip()}"
                answer, done = self.answer(command)
                writer.write(answer + f"{tag} {done}\r\n".encode())
                await writer.drain()
        writer.close()

    def answer(self, command: str) -> tuple[bytes, str]:
        word = command.split()[0].upper()
        if word == "UID":
            return self.about_mails(command)
        if word == "LOGIN":
            return (
                b"",
                "OK in" if f'"{self.password}"' in command else "NO [AUTHENTICATIONFAILED] wrong password",
            )
        if word == "AUTHENTICATED":
            return b"", "OK in" if self.token and self.token == command.split()[1] else "NO no such token"
        if word == "EXAMINE":
            return (
                f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] is it\r\n".encode(),
                "OK done",
            )
        return (b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n" if word == "CAPABILITY" else b""), "OK done"

    def about_mails(self, command: str) -> tuple[bytes, str]:
        if asked := re.match(r"UID SEARCH UID (\d+):\* SINCE \S+", command):
            newest = max(self.mails, default=0)
            found = [uid for uid in self.mails if uid >= int(asked[1]) or uid == newest]
            return f"* SEARCH {' '.join(map(str, found))}\r\n".encode(), "OK done"
        uid, what = re.match(r"UID FETCH (\d+) \((.+)\)", command).groups()  # type: ignore[union-attr]
        raw = self.mails.get(int(uid))
        if raw is None:
            return b"", "OK done"
        if what == "RFC822.SIZE":
            return f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})\r\n".encode(), "OK done"
        content = raw if what == "BODY.PEEK[]" else raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        part = what.replace(".PEEK", "")
        return f"* 1 FETCH (UID {uid} {part} {{{len(content)}}}\r\n".encode() + content + b")\r\n", "OK done"


@contextmanager
def imap() -> Iterator[tuple[Folder, int]]:
    folder = Folder()
    with running(lambda: asyncio.start_server(folder.serve, "127.0.0.1", 0)) as port:
        yield folder, port
