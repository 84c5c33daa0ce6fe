"""Mail in does not fall silent unnoticed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comms.mail_in.alarm import complaint
from comms.mail_in.door import receive
from comms.models import Incoming, Mailbox

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_all_is_well_while_nothing_waits():
    receive(b"Subject: a\r\n\r\n", entrance="smtp", now=NOW - timedelta(minutes=5))
    assert complaint(now=NOW) == ""


def test_mail_that_nobody_reads_is_said(client):
    receive(b"Subject: a\r\n\r\n", entrance="smtp", now=NOW - timedelta(minutes=11))
    assert "waits to be read" in complaint(now=NOW)
    answer = client.get(reverse("readyz"))
    assert answer.status_code == 503
    assert "waits to be read" in answer.json()["mail in"]["reason"]
    Incoming.objects.update(state=Incoming.State.QUARANTINED)
    assert complaint(now=NOW) == ""


def test_a_mailbox_that_cannot_be_read_is_said_after_a_while_until_it_can(client):
    box = Mailbox.objects.create(address="desk@halden.example", host="x", user="x")
    box.note_look(now=NOW - timedelta(minutes=11), error="LOGIN failed")
    box.note_look(now=NOW - timedelta(minutes=1), error="LOGIN failed")
    assert complaint(now=NOW) == "mailbox desk@halden.example cannot be read: LOGIN failed"
    box.note_look(now=NOW)
    assert complaint(now=NOW) == ""
