"""A browser that is only as much as measuring needs: one new connection per request, nothing compressed."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]
    seconds: float


@dataclass
class Client:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, accept: str = "identity") -> Answer:
        return self.ask("GET", path, None, accept)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self.ask("POST", path, urlencode(fields).encode(), "identity")

    def send(self, path: str, fields: dict[str, Any]) -> Answer:
        """To the API, as JSON."""
        return self.ask("POST", path, json.dumps(fields).encode(), "identity", kind="application/json")

    def ask(self, method: str, path: str, body: bytes | None, accept: str, kind: str = FORM) -> Answer:
        headers = {"Accept-Encoding": accept, "Connection": "close", **self.headers}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = kind
        began = time.perf_counter()
        link = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request(method, path, body, headers)
            response = link.getresponse()
            content = response.read()
        finally:
            link.close()
        seconds = time.perf_counter() - began
        return Answer(
            response.status, content, {name.lower(): value for name, value in response.getheaders()}, seconds
        )
