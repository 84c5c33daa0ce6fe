"""Somebody without an account follows a service on the public page, says yes in a mail, hears of an outage and leaves."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail as post
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils import timezone
from playwright.sync_api import expect

from comms import fanout, lines, sending
from comms.models import Delivery, Notice, ServiceOnStatus, StatusPage, Subscription
from comms.notices import telling
from comms.status.keeping import keeper
from itsm.people.models import Person
from itsm.services.models import Service

KIM = "kim@partner.example"
WORDS = {"what": "You cannot send or get mail.", "who": "All.", "do": "Wait.", "we": "We look for it."}


@pytest.fixture
def open_page(mail: Service, settings, tmp_path) -> Iterator[StatusPage]:
    settings.MEDIA_ROOT = tmp_path  # where the page is kept for when the database is away
    cache.clear()  # of the counts that keep strangers from asking too often
    keeper.empty()
    ServiceOnStatus.objects.create(service=mail, public=True)
    yield StatusPage.objects.create(pk=StatusPage.ONLY, public=True, title="Halden Instruments")
    keeper.empty()


def mails_of_kim() -> list[EmailMessage]:
    return [each for each in post.outbox if each.to == [KIM]]


def say(notice: Notice, verb: str, by: Person) -> None:
    """And the workers do what is left to them."""
    soon = timezone.now() + timedelta(minutes=20)
    update = telling.say(notice, verb, by=by, texts={"colleagues": WORDS}, next_update_at=soon)
    fanout.fan_out(update.pk, now=timezone.now())
    lines.work(update.pk)


def path_in(text: str, way: str) -> str:
    """Of the one link in a mail that leads there."""
    [link] = set(re.findall(rf"{re.escape(settings.BASE_URL)}/status/{way}/[^\s<>]+", text))
    return urlsplit(link).path


def test_a_stranger_follows_hears_and_leaves_in_one_click(windows, open_page, mail, ivo):
    page = windows.open()
    page.goto("/status/")
    page.get_by_role("link", name="Get news by mail").click()
    page.get_by_label("Your e-mail address").fill(KIM)
    page.get_by_label("Mail", exact=True).check()
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")

    notice = telling.open_notice(kind="outage", title="Mail is down", by=ivo, services=[mail], public=True)
    say(notice, "publish", ivo)
    assert mails_of_kim() == [], "nothing before the yes"

    sending.send(Delivery.objects.values_list("pk", flat=True))
    [asked] = mails_of_kim()
    page.goto(path_in(asked.body, "confirm"))
    page.get_by_role("button", name="Yes, send them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You hear from us")

    say(notice, "identify", ivo)
    [_asked, told] = mails_of_kim()
    assert "You cannot send or get mail." in told.body
    assert "you follow Mail" in told.body
    head = told.message()
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path_in(head["List-Unsubscribe"], "leave") == path_in(told.body, "leave")

    page.goto(path_in(told.body, "leave"))
    page.get_by_role("button", name="Stop them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more mails")
    assert not Subscription.objects.exists()
    say(notice, "monitor", ivo)
    assert len(mails_of_kim()) == 2


def test_a_mail_program_leaves_by_itself(windows, open_page, mail, ivo):
    """RFC 8058: one POST without cookies, forms or questions."""
    Subscription.objects.create(service=mail, address=KIM, since=timezone.now(), confirmed_at=timezone.now())
    notice = telling.open_notice(kind="outage", title="Mail is down", by=ivo, services=[mail], public=True)
    say(notice, "publish", ivo)
    [told] = mails_of_kim()
    way_out = path_in(told.message()["List-Unsubscribe"], "leave")
    program = windows.open()
    answer = program.request.post(way_out, form={"List-Unsubscribe": "One-Click"})
    assert answer.status == 200
    assert not Subscription.objects.exists()
