"""What a mail says, in whose words and whose time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from comms import reply_address, sending
from comms.models import Delivery
from itsm.services.models import HoldReason
from tests.factories import incident

pytestmark = pytest.mark.django_db
WORDS = "Your mailbox <b>is back</b>, sign in again."


def last(verb: str) -> Delivery:
    return Delivery.objects.filter(event__verb=verb).latest("pk")


def test_the_receipt_answers_three_questions(colleague, service, deal):
    made = incident(by=colleague, service=service, title="Mail is down")
    made.promise(
        datetime(2026, 12, 3, 14, 20, tzinfo=UTC), by=colleague, now=datetime(2026, 12, 3, 9, tzinfo=UTC)
    )
    deal()
    text = last("incident.open").text
    assert f"We have it: {made.number} Mail is down" in text
    assert "Who has it: Service desk" in text
    assert "You hear from us by: Thu 3 Dec 2026, 14:20 (Europe/Lisbon)" in text
    assert "You get this because you asked for help." in text
    assert "/comms/preferences/" in text


def test_the_receipt_is_automatic_and_keeps_no_promise(colleague, service, deal):
    made = incident(by=colleague, service=service)
    before = (made.promised_at, made.last_word_at)
    deal()
    made.refresh_from_db()
    assert (made.promised_at, made.last_word_at) == before


def test_a_mail_is_in_the_readers_language(colleague, service, agent, deal):
    colleague.language = "de"
    colleague.save()
    incident(by=colleague, service=service)
    deal()
    assert 'lang="de"' in last("incident.open").html


def test_the_words_stand_in_the_mail_and_their_markup_does_not(colleague, service, agent, deal):
    made = incident(by=colleague, service=service, title="Line\nbreak <i>")
    made.reply(WORDS, by=agent)
    deal()
    row = last("ticket.reply")
    assert WORDS in row.text
    assert "<b>is back" not in row.html
    assert "&lt;b&gt;is back" in row.html
    assert "\n" not in row.subject
    assert row.shown.lstrip().startswith("<p>Hello Ana")


def test_a_solution_says_until_when_it_can_be_refused(colleague, service, agent, deal):
    made = incident(by=colleague, service=service)
    made.resolve(resolution="fixed", words=WORDS, by=agent)
    deal()
    assert "If it is not solved, say so on its page before" in last("incident.resolve").text


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (HoldReason.COLLEAGUE, "You: we wait for your answer"),
        (HoldReason.SUPPLIER, "A supplier, and Service desk sees to it"),
        (HoldReason.SCHEDULED, "Planned; Service desk takes it up again"),
        (HoldReason.CHANGE, "Ivo Lund, Service desk"),
    ],
)
def test_a_mail_says_whose_move_it_is(colleague, service, agent, deal, reason, says):
    made = incident(by=colleague, service=service)
    made.take(by=agent)
    made.hold(
        reason=reason, question="Which one is it, then?", until=timezone.now() + timedelta(hours=3), by=agent
    )
    deal()
    assert says in last("incident.hold").text


def test_agents_read_what_the_colleague_was_promised_not_that_they_hear_from_us(
    colleague, service, agent, deal
):
    made = incident(by=colleague, service=service)
    made.take(by=agent)
    made.reply("It is still broken for me.", by=colleague)
    deal()
    text = last("ticket.reply").text
    assert "The colleague hears from us by:" in text
    assert "You hear from us" not in text


def test_a_broken_promise_is_not_repeated_as_one(colleague, service, agent, deal):
    made = incident(by=colleague, service=service, now=timezone.now() - timedelta(days=30))
    made.take(by=agent)
    made.reply("It is still broken for me.", by=colleague)
    deal()
    assert "hears from us by" not in last("ticket.reply").text


@override_settings(DEFAULT_FROM_EMAIL="Baton <desk@halden.example>", BASE_URL="https://desk.halden.example")
def test_headers_thread_the_ticket_and_stop_automatic_answers(colleague, service, agent, deal):
    made = incident(by=colleague, service=service)
    event = made.reply(WORDS, by=agent)
    deal()
    sending.send(Delivery.objects.values_list("pk", flat=True))
    receipt, answer = (each.message() for each in mail.outbox)
    assert receipt["References"] == answer["References"] == f"<ticket.{made.pk}@halden.example>"
    assert answer["Message-ID"] == f"<event.{event.pk}.{colleague.pk}@halden.example>"
    assert answer["Auto-Submitted"] == "auto-generated"
    assert answer["List-Unsubscribe"].startswith("<https://desk.halden.example/comms/unsubscribe/")
    assert answer["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert reply_address.read(answer["Reply-To"]).ticket_id == made.pk
    assert answer["X-Loop"] == "baton@halden.example"
    assert [part.get_content_type() for part in answer.get_payload()] == ["text/plain", "text/html"]
