"""A model server on a real socket that behaves as it is told: well, slowly, wrongly, or not at all."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Model:
    """What it was asked, and what it does with that: `behave(handler)` writes the answer."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.behave: Any = says("")
        self.url = ""

    @property
    def told(self) -> dict[str, Any]:
        """The question and the passages, as they came last."""
        return json.loads(self.asked[-1]["messages"][-1]["content"])


def says(words: str) -> Any:
    return sends(json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode())


def sends(body: bytes, status: int = 200, **headers: str) -> Any:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def trickles(handler: BaseHTTPRequestHandler) -> None:
    """A letter now and then, so that no single read takes long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _letter in range(40):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def sleeps(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(0.6)
    says("Too late [1].")(handler)


@contextmanager
def model_server() -> Iterator[Model]:
    it = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            it.asked.append({"path": self.path, **json.loads(self.rfile.read(length))})
            it.keys.append(self.headers.get("Authorization", ""))
            try:
                it.behave(self)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    it.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield it
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
