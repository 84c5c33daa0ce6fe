"""Another system on a real socket: it keeps what it was told, and answers as a test wants."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Heard:
    body: bytes
    headers: dict[str, str]

    @property
    def told(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


@dataclass
class System:
    url: str = ""
    secret: str = ""
    heard: list[Heard] = field(default_factory=list)
    status: int = 200
    body: bytes = b"{}"
    location: str = ""
    sleep: float = 0  # seconds before it answers
    garbage: bytes = b""  # instead of HTTP


@contextmanager
def other_system() -> Iterator[System]:
    it = System()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            it.heard.append(Heard(self.rfile.read(length), dict(self.headers)))
            time.sleep(it.sleep)
            if it.garbage:
                self.wfile.write(it.garbage)
                return
            self.send_response(it.status)
            if it.location:
                self.send_header("Location", it.location)
            self.send_header("Content-Length", str(len(it.body)))
            self.end_headers()
            self.wfile.write(it.body)

        def log_message(self, *_: Any) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # who called did not wait
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        it.url = f"http://127.0.0.1:{server.server_address[1]}/do"
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield it
        server.shutdown()
        thread.join()
