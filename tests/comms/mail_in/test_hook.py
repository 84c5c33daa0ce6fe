"""Mail by HTTP: signed, fresh, once, and not too large, or it is refused."""

import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comms.mail_in.hook import signature
from comms.models import Incoming

pytestmark = pytest.mark.django_db
RAW = b"From: a@b.example\r\nSubject: hello\r\n\r\nhello\r\n"


@pytest.fixture(autouse=True)
def secret(settings):
    settings.MAIL_HOOK_SECRET = "known to two"
    cache.clear()


def post(raw: bytes = RAW, *, at: float | None = None, signed: bytes | None = None, **changed: str):
    moment = str(int(at or time.time()))
    headers = {
        "X-Baton-Time": moment,
        "X-Baton-Sender": "a@b.example",
        "X-Baton-Recipients": "desk@halden.example, it@halden.example",
        "X-Baton-Signature": signature(
            RAW if signed is None else signed, moment, "a@b.example", "desk@halden.example, it@halden.example"
        ),
    } | changed
    return Client(enforce_csrf_checks=True).post(
        reverse("comms:hook"), raw, content_type="message/rfc822", headers=headers
    )


def test_what_is_signed_is_kept():
    answer = post()
    row = Incoming.objects.get()
    assert (answer.status_code, answer.json()) == (200, {"kept": row.pk})
    assert (bytes(row.raw), row.entrance, row.envelope_from) == (RAW, "hook", "a@b.example")
    assert row.envelope_to == ["desk@halden.example", "it@halden.example"]


@pytest.mark.parametrize(
    ("why", "given", "status"),
    [
        ("forged", {"X-Baton-Signature": "0" * 64}, 403),
        ("unsigned", {"X-Baton-Signature": ""}, 403),
        ("another sender than was signed", {"X-Baton-Sender": "boss@b.example"}, 403),
        ("another time than was signed", {"X-Baton-Time": "1"}, 403),
    ],
)
def test_what_is_not_signed_as_it_is_is_refused(why, given, status):
    assert post(**given).status_code == status, why
    assert not Incoming.objects.exists()


def test_another_mail_than_was_signed_is_refused():
    assert post(RAW + b"more", signed=RAW).status_code == 403
    assert not Incoming.objects.exists()


@pytest.mark.parametrize("seconds", [-301, 330])
def test_what_was_signed_too_long_ago_or_in_the_future_is_refused(seconds):
    assert post(at=time.time() + seconds).status_code == 403
    assert not Incoming.objects.exists()


def test_the_same_request_twice_is_refused():
    moment = time.time()
    assert post(at=moment).status_code == 200
    assert post(at=moment).status_code == 409
    assert Incoming.objects.count() == 1


def test_the_same_mail_signed_anew_is_the_same_mail():
    assert post(at=time.time() - 5).json() == post().json()
    assert Incoming.objects.count() == 1


def test_what_is_too_large_is_refused(settings):
    settings.MAIL_MAX_MB = 1
    big = RAW + b"x" * 1024 * 1024
    assert post(big, signed=big).status_code == 413
    assert not Incoming.objects.exists()


def test_a_large_mail_within_the_limit_is_kept():
    big = RAW + b"x" * 14 * 1024 * 1024  # more than a form may be long
    assert post(big, signed=big).status_code == 200


def test_without_a_secret_there_is_no_hook(settings):
    settings.MAIL_HOOK_SECRET = ""
    assert post().status_code == 404
