"""Addresses that people typed in: none inside the network, and the one that was checked is the one that is called."""

import socket

import pytest

from itsm.frame import outbound
from tests.comms.chat.server import chat_server

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_the_network_is_allowed(address, settings):
    settings.HOOKS_ALLOWED = []
    assert not outbound.allowed("hooks.example", address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_outside_are_allowed(address, settings):
    settings.HOOKS_ALLOWED = []
    assert outbound.allowed("hooks.example", address)


@pytest.mark.parametrize("allowed", ["10.1.0.0/16", "10.1.2.3", "chat.halden.example"])
def test_an_administrator_may_allow_a_host_or_a_network(allowed, settings):
    settings.HOOKS_ALLOWED = [allowed]
    assert outbound.allowed("chat.halden.example", "10.1.2.3")
    assert not outbound.allowed("other.halden.example", "10.2.2.3")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "ftp://a.example/", "file:///etc/passwd", "nonsense"],
)  # fmt: skip
def test_calls_into_the_network_are_refused_before_anything_is_sent(url, settings):
    settings.HOOKS_ALLOWED = []
    with pytest.raises(outbound.Refused):
        outbound.call("POST", url, body={})


def test_a_name_with_one_address_inside_is_refused(settings, monkeypatch):
    """Outside at the first look and inside at the second is the oldest trick."""
    settings.HOOKS_ALLOWED = []
    both = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(outbound.Refused):
        outbound.checked("two-faced.example", 443)


def test_redirects_are_not_followed(settings):
    settings.HOOKS_ALLOWED = ["127.0.0.1"]
    with chat_server() as it:
        it.answer = lambda path, body: (302, {"location": f"{it.root}elsewhere"})
        assert outbound.call("POST", it.root, body={}).status == 302
        assert [path for _method, path, *_ in it.heard] == ["/"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_in_trouble_is_worth_another_try(status, settings):
    settings.HOOKS_ALLOWED = ["127.0.0.1"]
    with chat_server() as it:
        it.answer = lambda path, body: (status, {})
        with pytest.raises(outbound.Unanswered):
            outbound.call("POST", it.root, body={})


def test_nobody_there_is_worth_another_try(settings):
    settings.HOOKS_ALLOWED = ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(outbound.Unanswered):
        outbound.call("POST", f"http://127.0.0.1:{port}/", body={})


def test_the_host_is_the_one_that_was_asked_for(settings):
    settings.HOOKS_ALLOWED = ["127.0.0.1", "localhost"]
    with chat_server() as it:
        outbound.call("POST", f"http://secret@localhost:{it.port}/x?y=1", body={"a": 1})
        _method, path, body, headers = it.heard[0]
        assert (path, body, headers["Host"]) == ("/x?y=1", {"a": 1}, f"localhost:{it.port}")
