import asyncio

import pytest

from itsm import bridge
from itsm.bridge import Bridge

SCOPE = {"method": "POST", "path": "/ü", "query_string": b"a=1", "http_version": "1.1", "headers": []}


class Streamed(list):
    """As Django's streaming response looks to its server."""

    streaming = True
    closed = False

    def close(self):
        self.closed = True


def client(*pieces):
    """A client that sends its body in these pieces; without a last one it just stays connected."""
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]

    async def receive():
        if not messages:
            await asyncio.Event().wait()
        return messages.pop(0)

    return receive, messages


def talk(page, *pieces, **scope):
    receive, messages = client(*pieces)
    messages[-1]["more_body"] = False
    told = []

    async def send(message):
        told.append(message)

    asyncio.run(Bridge(page)(SCOPE | scope, receive, send))
    return told


def echo(environ, begin):
    begin("200 OK", [("X-Path", environ["PATH_INFO"])])
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])), environ["QUERY_STRING"].encode()]


def test_a_page_reads_the_whole_body_and_answers_in_one_piece():
    start, body = talk(echo, b"one ", b"two ")
    assert (start["status"], start["headers"]) == (200, [(b"x-path", "/ü".encode())])
    assert body["body"] == b"one two a=1"


def test_slow_clients_hold_no_thread(monkeypatch):
    monkeypatch.setattr(bridge, "THREADS", 1)

    async def two_clients():
        pages, answered = Bridge(echo), asyncio.Event()

        async def send(message):
            answered.set()

        slow = asyncio.create_task(pages(SCOPE, client(b"begun")[0], send))
        await asyncio.sleep(0)
        receive, messages = client(b"all")
        messages[0]["more_body"] = False
        await asyncio.wait_for(pages(SCOPE, receive, send), timeout=5)
        slow.cancel()
        return answered.is_set()

    assert asyncio.run(two_clients())


def test_a_body_too_large_never_reaches_a_page(monkeypatch):
    monkeypatch.setattr(bridge, "LARGEST", 3)
    assert talk(pytest.fail, b"four")[0]["status"] == 413


def test_a_streaming_answer_goes_out_piece_by_piece_and_is_closed():
    answer = Streamed([b"1", b"2"])
    told = talk(lambda environ, begin: begin("200 OK", []) or answer, b"")
    assert [message.get("body") for message in told] == [None, b"1", b"2", b""]
    assert answer.closed


def test_no_client_can_pose_as_the_proxy_by_an_underscore():
    seen = {}
    talk(
        lambda environ, begin: seen.update(environ) or begin("200 OK", []) or [b""],
        b"",
        headers=[
            (b"x-forwarded-for", b"10.0.0.1"),
            (b"x_forwarded_for", b"6.6.6.6"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
        ],
    )
    assert seen["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
