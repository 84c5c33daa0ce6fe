"""Mail that came in is kept before it is acknowledged, dealt with once, and never lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comms.mail_in import tasks, understanding
from comms.mail_in.door import TooLarge, receive
from comms.models import Incoming
from incidents.models import Incident
from tests.broker import away
from tests.comms.mail_in.post import arrives, mail

pytestmark = pytest.mark.django_db
State = Incoming.State
LATER = timedelta(days=1)


def kept(raw: bytes) -> Incoming:
    return receive(
        raw, entrance=Incoming.Entrance.SMTP, envelope_from="a@b.example", envelope_to=["c@d.example"]
    )


def test_the_bytes_are_kept_as_they_came():
    raw = b"From: a@b.example\r\n\r\n\x00\xff\xfe odd"
    row = Incoming.objects.get(pk=kept(raw).pk)
    assert bytes(row.raw) == raw
    assert (row.state, row.envelope_from, row.envelope_to) == (State.STORED, "a@b.example", ["c@d.example"])


def test_twice_is_once(team, colleague):
    raw = mail(colleague).as_bytes()
    first = arrives(raw)
    second = arrives(raw)
    assert first.pk == second.pk
    understanding.attempt(first.pk, now=timezone.now() + LATER)
    assert Incident.objects.count() == 1


def test_what_is_too_large_is_not_taken(settings):
    settings.MAIL_MAX_MB = 1
    with pytest.raises(TooLarge):
        kept(b"x" * 1024 * 1024 + b"x")
    assert not Incoming.objects.exists()


def test_a_broker_that_is_away_delays_mail_and_loses_none(team, colleague):
    with away():
        row = kept(mail(colleague).as_bytes())
    assert row.state == State.STORED
    Incoming.objects.filter(pk=row.pk).update(received_at=timezone.now() - timedelta(minutes=1))
    assert list(Incoming.objects.forgotten(now=timezone.now())) == [row]


def test_a_worker_that_died_leaves_the_mail_for_the_next(team, colleague):
    row = kept(mail(colleague).as_bytes())
    assert row.claim(now=row.received_at)  # and then it was killed
    understanding.attempt(row.pk, now=row.received_at)  # too early: the claim still stands
    assert Incoming.objects.get(pk=row.pk).state == State.STORED
    understanding.attempt(row.pk, now=row.received_at + LATER)
    assert Incoming.objects.get(pk=row.pk).state == State.DONE


def test_a_mail_that_kills_every_worker_ends_in_quarantine(team, colleague):
    row = kept(mail(colleague).as_bytes())
    now = row.received_at
    for _ in range(5):
        now += LATER
        row.refresh_from_db()
        assert row.claim(now=now)
    understanding.attempt(row.pk, now=now + LATER)
    row.refresh_from_db()
    assert row.state == State.QUARANTINED
    assert "worker" in row.reason


def test_an_error_on_the_way_undoes_everything_and_is_tried_again(team, colleague):
    """The database itself refuses the ticket: whatever was written for this mail goes with it, but not the mail."""
    row = kept(mail(colleague).as_bytes())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_incident ADD CONSTRAINT closed CHECK (false) NOT VALID")
    understanding.attempt(row.pk, now=row.received_at)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.STORED, 1)
    assert "closed" in row.reason
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_incident DROP CONSTRAINT closed")
    understanding.attempt(row.pk, now=row.received_at + LATER)
    row.refresh_from_db()
    assert row.state == State.DONE
    assert Incident.objects.count() == 1


def test_the_sweep_wakes_only_what_waits(team, colleague):
    done, waits = arrives(mail(colleague)), kept(mail(colleague, subject="Second").as_bytes())
    Incoming.objects.update(received_at=timezone.now() - timedelta(minutes=5))
    assert [row.pk for row in Incoming.objects.forgotten(now=timezone.now())] == [waits.pk]
    tasks.understand(waits.pk)
    assert not Incoming.objects.forgotten(now=timezone.now()).exists()
    assert done.state == State.DONE
