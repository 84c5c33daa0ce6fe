"""From row to mail server: claimed once, marked once, tried again when it helps."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone

from comms import sending, tasks
from comms.models import Delivery
from comms.models.delivery import FORGOTTEN, STUCK, TRIES
from itsm.tickets.models import Event
from tests import broker
from tests.factories import PersonFactory, TeamFactory, incident

State = Delivery.State


class Moody(BaseEmailBackend):
    """A mail server that answers as it was told to."""

    answers: Iterator[Exception | None] = iter(())
    took: list[str] = []

    def send_messages(self, messages):
        answer = next(self.answers, None)
        if answer:
            raise answer
        self.took.extend(message.extra_headers["Message-ID"] for message in messages)
        return len(messages)


@pytest.fixture
def moody(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    Moody.took = []

    def answer(*answers: Exception | None) -> None:
        Moody.answers = iter(answers)

    return answer


def rows(count: int = 1, **fields) -> list[Delivery]:
    """Mails as rows, without the ticket's story."""
    TeamFactory(first_line=True)
    event = Event.objects.get(pk=incident(by=PersonFactory()).last_event)
    made = []
    for _number in range(count):
        person = PersonFactory()
        made.append(
            Delivery.objects.create(
                event=event,
                person=person,
                reason="asked",
                address=person.email,
                message_id=f"<{person.pk}@x>",
                thread_id="<t@x>",
                subject="News",
                text="News",
                html="<p>News",
                created_at=timezone.now(),
                **fields,
            )  # fmt: skip
        )
    return made


def send(*made: Delivery) -> int:
    return sending.send([row.pk for row in made])


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_a_mail_is_sent_and_marked_and_never_sent_again():
    row = rows()[0]
    assert send(row) == 1
    assert send(row) == 0
    assert len(mail.outbox) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.SENT, 1)
    assert row.sent_at


@pytest.mark.django_db
def test_a_busy_server_is_asked_again_later_and_the_rest_waits(moody):
    moody(SMTPServerDisconnected("busy"))
    first, second = rows(2)
    assert send(first, second) == 0
    first.refresh_from_db()
    assert (first.state, first.attempts, second.state) == (State.QUEUED, 1, State.QUEUED)
    assert first.next_try_at > timezone.now() + timedelta(seconds=50)
    assert "busy" in first.error
    assert send(first, second) == 1  # the pause of the first is not over
    assert Moody.took == [second.message_id]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state", "others_go_on"),
    [
        (SMTPRecipientsRefused({"a@x": (550, b"unknown")}), State.FAILED, True),
        (SMTPRecipientsRefused({"a@x": (451, b"greylisted")}), State.QUEUED, True),
        (SMTPDataError(554, b"spam"), State.FAILED, False),
        (ConnectionRefusedError("no server"), State.QUEUED, False),
    ],
)
def test_what_the_server_says_decides(moody, answer, state, others_go_on):
    moody(answer)
    send(*rows(2))
    assert states() == [state, State.SENT if others_go_on else State.QUEUED]


@pytest.mark.django_db
def test_after_many_tries_a_mail_fails_and_says_why(moody):
    moody(ConnectionRefusedError("no server"))
    row = rows(attempts=TRIES - 1)[0]
    send(row)
    row.refresh_from_db()
    assert (row.state, row.error) == (State.FAILED, "ConnectionRefusedError: no server")


@pytest.mark.django_db
def test_of_a_dead_workers_claim_the_mail_goes_out_again_with_the_same_id(moody):
    long_ago = timezone.now() - STUCK - timedelta(seconds=1)
    dead, _alive = rows(2, state=State.SENDING, claimed_at=long_ago)
    Delivery.objects.filter(pk=dead.pk).update(created_at=long_ago)
    Delivery.objects.exclude(pk=dead.pk).update(claimed_at=timezone.now())
    assert Delivery.objects.free_stuck(now=timezone.now()) == 1
    assert list(Delivery.objects.forgotten(now=timezone.now())) == [dead]
    send(dead)
    assert Moody.took == [dead.message_id]


@pytest.mark.django_db
def test_only_rows_that_lost_their_task_are_found_again():
    fresh, lost, paused = rows(3)
    old = timezone.now() - FORGOTTEN
    Delivery.objects.exclude(pk=fresh.pk).update(created_at=old)
    Delivery.objects.filter(pk=paused.pk).update(next_try_at=timezone.now() + timedelta(minutes=1))
    assert list(Delivery.objects.forgotten(now=timezone.now())) == [lost]


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_marks_nothing():
    row = rows()[0]
    now = timezone.now()
    row.claim(now=now)
    Delivery.objects.filter(pk=row.pk).update(claimed_at=now + timedelta(minutes=5))
    row.settle(State.SENT, now=now)
    assert states() == [State.SENDING]


@pytest.mark.django_db
def test_who_left_gets_no_mail():
    row = rows()[0]
    row.person.is_active = False
    row.person.save()
    send(row)
    assert (states(), mail.outbox) == ([State.SKIPPED], [])


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "state"), [(True, State.SENT), (False, State.SKIPPED)])
def test_without_a_mail_server_the_demo_keeps_its_mail_and_a_real_desk_sees_that_none_left(demo, state):
    with override_settings(EMAIL_BACKEND="comms.backends.Kept", DEMO=demo):
        send(*rows())
    assert states() == [state]


@pytest.mark.django_db
def test_a_password_link_without_a_mail_server_is_in_the_log(caplog):
    with override_settings(EMAIL_BACKEND="comms.backends.Kept"), caplog.at_level("INFO"):
        mail.send_mail("Set it anew", "The link", None, ["ana@halden.example"])
    assert "The link" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_four_workers_with_the_same_mails_send_each_once(moody):
    moody()
    made = rows(12)
    together(4, lambda: send(*made))
    assert sorted(Moody.took) == sorted(row.message_id for row in made)
    assert set(states()) == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_the_mark_waits_for_a_database_that_went_away():
    row = rows()[0]
    row.claim(now=timezone.now())
    with connection.cursor() as cursor, suppress(Exception):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    sending.mark(row, State.SENT)
    assert states() == [State.SENT]


@pytest.mark.django_db
def test_mail_waits_for_the_sweep_while_the_broker_is_away(django_capture_on_commit_callbacks):
    with broker.away(), django_capture_on_commit_callbacks(execute=True):
        made = incident(by=PersonFactory(), team=TeamFactory())
        tasks.tell(made.last_event)
    assert states() == [State.QUEUED]


def together(count: int, work) -> None:
    """The same work in threads at once, each with a connection of its own."""
    barrier = Barrier(count)

    def run() -> None:
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
