"""Nothing that arrives may raise, hang, or put what cannot be stored into the database."""

import dataclasses
import re
import time
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.mail_in.letter import Letter
from comms.mail_in.reading import read
from tests.comms.mail_in.corpora import NAMES, corpus, needs_corpora

HEAD = b"From: jo@halden.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
LONG_TEXTS = {"text", "said", "html"}
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
ACTIVE = re.compile(
    r"<(?:script|style|iframe|object|embed|form|input|link|meta|base|svg)\b|\son\w+\s*=\s*[\"']|javascript:|<img[^>]+src=[\"'](?!cid:)",
    re.IGNORECASE,
)
SLOWEST = 10  # seconds; each takes about one, and minutes when it is not bounded


def check(letter: Letter) -> None:
    """What every letter promises."""
    for text in texts_of(letter):
        text.encode()
        assert "\0" not in text
    one_line = [value for name, value in vars_of(letter).items() if name not in LONG_TEXTS]
    for text in texts_of(one_line):
        assert not BREAKS.search(text)
    assert not ACTIVE.search(letter.html)
    assert letter.date is None or letter.date.tzinfo


def vars_of(letter: Any) -> dict[str, Any]:
    return {field.name: getattr(letter, field.name) for field in dataclasses.fields(letter)}


def texts_of(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case list() | tuple():
            return [text for each in value for text in texts_of(each)]
        case bytes() | bool() | int() | None | datetime():
            return []
    return texts_of(list(vars_of(value).values()))


@needs_corpora
@pytest.mark.parametrize("name", NAMES)
def test_every_message_of_every_corpus_is_read(name):
    """Files that are no mail, too: they are some of the worst mail there is."""
    messages = corpus(name)
    assert messages
    for path, content in messages.items():
        letter = read(content)
        check(letter)
        assert letter.broken in ("", "empty"), (path, letter.broken)
        assert (letter.broken == "empty") == (not content.strip()), path


@settings(deadline=None)  # the first one loads the libraries
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw):
    check(read(raw))


fields = st.sampled_from(
    [
        "From",
        "To",
        "Cc",
        "Subject",
        "Date",
        "Message-ID",
        "References",
        "Reply-To",
        "List-Id",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "Content-ID",
        "Return-Path",
        "Auto-Submitted",
        "Precedence",
        "X-Failed-Recipients",
    ]
)
values = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=b",
            b"multipart/report; report-type=delivery-status; boundary=b",
            b"message/rfc822",
            b"message/delivery-status",
            b"application/ms-tnef",
            b"text/html; charset=utf-7",
            b"text/plain; charset=idna",
            b"text/calendar",
            b"base64",
            b"quoted-printable",
            b"x-uuencode",
            b"attachment; filename*0*=utf-8''%ff; filename*1=a",
            b"=?utf-8?b?4pyT?= =?x?q?=0a=0dBcc:_a=40b.c?=",
        ]
    ),
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(fields, values), max_size=12),
    st.lists(st.one_of(st.binary(max_size=80), st.just(b"\n--b\n"), st.just(b"\n--b--\n")), max_size=8),
)
def test_anything_shaped_like_mail_is_read(head, body):
    check(
        read(
            b"".join(name.encode() + b": " + value + b"\r\n" for name, value in head)
            + b"\r\n"
            + b"".join(body)
        )
    )


def test_a_header_cannot_smuggle_in_another():
    letter = read(b"From: jo@halden.example\nSubject: =?utf-8?q?Hi=0D=0ABcc:_all=40halden.example?=\n\nx")
    assert letter.subject == "Hi Bcc: all@halden.example"


def nested(depth: int) -> bytes:
    return b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth)
    )


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("10 MB of text", b"\r\n" + b"Some words of a colleague who has much to say.\r\n" * 210_000),
        (
            "10 MB in a wrong charset",
            b"Content-Type: text/plain; charset=utf-8\n\n" + b"Gr\xfc\xdfe und W\xf6rter\n" * 500_000,
        ),
        ("10 MB on one line", b"\n" + b"a " * 5_000_000),
        ("10 MB of HTML", b"Content-Type: text/html\n\n" + b"<p>Hello <b>you</b></p>\n" * 400_000),
        ("a million tags inside each other", b"Content-Type: text/html\n\n" + b"<div>" * 1_000_000),
        ("half a million fields", b"".join(b"X-%d: a\n" % n for n in range(500_000)) + b"\nhi"),
        ("a field of 5 MB", b"Subject: " + b"=?utf-8?q?a?= " * 400_000 + b"\n\nhi"),
        ("300,000 recipients", b"To: " + b"a@b.example, " * 300_000 + b"\n\nhi"),
        ("300,000 references", b"References: " + b"<a@b.example> " * 300_000 + b"\n\nhi"),
        ("5,000 parts inside each other", nested(5000) + b"Content-Type: text/plain\n\nhi"),
        (
            "100,000 parts",
            b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhi\n" * 100_000 + b"--b--",
        ),
        ("200,000 parameters", b"Content-Type: text/plain" + b"; a=b" * 200_000 + b"\n\nhi"),
        (
            "attributions without end",
            b"\nHi\n" + b"On Tue, 12 Jan 2021 at 10:30 a@b.example writes:a\n" * 100_000,
        ),
        ("2,000 rules and a word", b"\nHi\n" + (b"-" * 400 + b"x\n") * 1_000 + (b"*" * 400 + b"x\n") * 1_000),
        (
            "a mark that does not end",
            b"\nHi\n" + (b"-" * 150 + b" original message " + b"-" * 150 + b"x\n") * 500,
        ),
        (
            "a report of 5 MB",
            b"From: MAILER-DAEMON@b.example\nSubject: failure\n\n" + b"550 550-a <x@y.example> " * 200_000,
        ),
        ("people who wrote", b"\r\n" + b"2001-01-01 10:00 <2001-01-01 10:00 <a@\r\n" * 5_000),
        ("a date and a long word", b"\r\n" + (b"1" + b"a" * 398 + b".\r\n") * 2_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_too_much_is_read_soon(name, raw):
    started = time.perf_counter()
    letter = read(HEAD + raw)
    assert time.perf_counter() - started < SLOWEST
    check(letter)
    assert letter.from_address == "jo@halden.example"
    assert letter.text or letter.broken or letter.html
