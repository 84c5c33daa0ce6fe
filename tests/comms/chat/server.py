"""A chat server on the loopback: it keeps what it is told, and answers as a test wants."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answer = tuple[int, dict[str, Any]]


@dataclass
class ChatServer:
    port: int = 0
    heard: list[tuple[str, str, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    answer: Callable[[str, dict[str, Any]], Answer] = lambda path, body: (
        200,
        {"ok": True, "ts": "1.1", "id": "p1"},
    )

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    it = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}") if length else {}
            it.heard.append((self.command, self.path, body, dict(self.headers)))
            status, told = it.answer(self.path, body)
            said = json.dumps(told).encode()
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", told["location"])
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        it.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield it
        server.shutdown()
        thread.join()
