"""A mail server that takes everything as fast as Python can and forgets the letters: `python -m demo.bench.sink`.

It says its port on the first line of its output, and answers one line of input with one line.
"""

import asyncio
import json
import sys
from collections import Counter
from typing import Any, ClassVar

import uvloop

HELLO = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    taken: ClassVar[Counter[bytes]] = Counter()  # by recipient
    count: ClassVar = 0

    def __init__(self) -> None:
        self.unread, self.in_letter, self.recipient = b"", False, b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.unread += data
        answers = []
        while True:
            line, end, rest = self.unread.partition(END if self.in_letter else b"\r\n")
            if not end:
                break
            self.unread = rest
            answers.append(self.letter() if self.in_letter else self.command(line))
        if answers:
            self.transport.write(b"".join(answers))

    def letter(self) -> bytes:
        self.in_letter = False
        Sink.taken[self.recipient] += 1
        Sink.count += 1
        return b"250 taken\r\n"

    def command(self, line: bytes) -> bytes:
        match line[:4].upper():
            case b"EHLO":
                return HELLO
            case b"RCPT":
                self.recipient = line[8:]
            case b"DATA":
                self.in_letter = True
                return b"354 go on\r\n"
            case b"QUIT":
                return b"221 bye\r\n"
        return b"250 ok\r\n"


def tell() -> None:
    """ "count", "people" or "forget"; without input there is nobody left to serve."""
    match sys.stdin.readline().strip():
        case "count":
            say({"taken": Sink.count})
        case "people":
            twice = sum(many > 1 for many in Sink.taken.values())
            say({"taken": Sink.count, "people": len(Sink.taken), "twice": twice})
        case "forget":
            Sink.taken.clear()
            Sink.count = 0
            say({})
        case _:
            sys.exit()


def say(said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    say(server.sockets[0].getsockname()[1])
    loop.add_reader(sys.stdin, tell)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
