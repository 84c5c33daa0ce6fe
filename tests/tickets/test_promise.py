"""You hear from us by T: kept by a person's word, broken by time, renewed before it is due."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from itsm.tickets.models import Clock
from itsm.tickets.sweep import sweep
from tests.factories import incident

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOON = MONDAY + timedelta(minutes=10)
WORDS = "We are replacing the cable today."


@pytest.fixture
def ticket(colleague, service, agent):
    made = incident(by=colleague, service=service, now=MONDAY)
    made.take(by=agent, now=MONDAY + timedelta(minutes=1))
    return made


def verbs(ticket):
    return list(ticket.events.in_order().values_list("verb", flat=True))


def promises(ticket):
    return list(
        ticket.clocks.filter(kind=Clock.Kind.NEXT_UPDATE).order_by("pk").values_list("outcome", flat=True)
    )


def test_every_new_ticket_carries_a_promise(ticket):
    assert ticket.promised_at == ticket.clocks.get(kind="next_update").due_at


def test_a_public_reply_keeps_it_and_makes_the_next(ticket, agent):
    ticket.reply(WORDS, by=agent, until=SOON + timedelta(hours=2), now=SOON)
    assert promises(ticket) == ["met", ""]
    assert ticket.promised_at == SOON + timedelta(hours=2)
    assert "ticket.keep_promise" in verbs(ticket)


def test_a_logged_talk_keeps_it_even_in_two_words(ticket, agent):
    ticket.log("Told her", by=agent, channel="in_person", now=SOON)
    assert promises(ticket) == ["met", ""]


def test_an_internal_note_never_keeps_it(ticket, agent):
    ticket.note("Nobody outside reads this, however long it is.", by=agent, now=SOON)
    assert promises(ticket) == [""]
    assert ticket.last_word_at is None


def test_an_automatic_word_never_keeps_it(ticket):
    with ticket.act(
        "receipt", by=None, public=True, comment="We have your report and will be back.", now=SOON
    ):
        pass
    assert promises(ticket) == [""]


@pytest.mark.parametrize("words", ["Still on it", "ok"])
def test_an_update_without_content_does_not_keep_it(ticket, agent, words):
    ticket.reply(words, by=agent, now=SOON)
    assert promises(ticket) == [""]


def test_saying_the_same_again_does_not_keep_it(ticket, agent):
    ticket.reply(WORDS, by=agent, now=SOON)
    ticket.reply(f"  {WORDS.upper()} ", by=agent, now=SOON + timedelta(minutes=1))
    assert promises(ticket) == ["met", ""]


def test_a_colleagues_own_word_does_not_keep_ours(ticket, colleague):
    ticket.reply("It still drops, any news for me?", by=colleague, now=SOON)
    assert promises(ticket) == [""]
    assert ticket.waiting_since == SOON


def test_time_breaks_it_once(ticket):
    late = ticket.promised_at + timedelta(minutes=1)
    sweep(now=late)
    sweep(now=late + timedelta(minutes=1))
    ticket.refresh_from_db()
    assert verbs(ticket).count("ticket.break_promise") == 1
    assert ticket.clocks.get(kind="next_update").breached_at is not None


def test_a_word_after_the_time_does_not_mend_it(ticket, agent):
    late = ticket.promised_at + timedelta(hours=1)
    ticket.reply(WORDS, by=agent, now=late)
    assert promises(ticket) == ["missed", ""]
    assert "ticket.break_promise" in verbs(ticket)
    assert "ticket.keep_promise" not in verbs(ticket)


def test_moving_it_before_it_is_due_renews_it(ticket, agent):
    ticket.promise(SOON + timedelta(hours=3), by=agent, now=SOON)
    assert promises(ticket) == ["renewed", ""]
    assert verbs(ticket)[-1] == "ticket.renew"


def test_a_new_promise_after_a_broken_one_is_no_renewal(ticket, agent):
    late = ticket.promised_at + timedelta(minutes=5)
    ticket.promise(late + timedelta(hours=1), by=agent, now=late)
    assert promises(ticket) == ["missed", ""]
    assert "ticket.renew" not in verbs(ticket)
    assert "ticket.break_promise" in verbs(ticket)


@pytest.mark.parametrize("until", [MONDAY, MONDAY + timedelta(days=120)])
def test_a_promise_lies_ahead_and_not_too_far(ticket, agent, until):
    with pytest.raises(ValidationError):
        ticket.promise(until, by=agent, now=SOON)
    assert promises(ticket) == [""]


def test_while_the_colleague_has_the_baton_nothing_is_promised_and_their_answer_brings_a_new_promise(
    ticket, agent, colleague
):
    ticket.hold(reason="colleague", question="Which floor are you on today?", by=agent, now=SOON)
    assert ticket.promised_at is None
    ticket.reply("The third", by=colleague, now=SOON + timedelta(days=2))
    assert ticket.promised_at > SOON + timedelta(days=2)


def test_waiting_for_a_supplier_does_not_stop_what_we_promised(ticket, agent):
    before = ticket.promised_at
    ticket.hold(reason="supplier", by=agent, now=SOON)
    assert ticket.promised_at == before


def test_resolving_keeps_the_running_promise(ticket, agent):
    ticket.resolve(resolution="fixed", words="The cable is new and it works.", by=agent, now=SOON)
    assert promises(ticket) == ["met"]
    assert ticket.promised_at is None


def test_cancelling_leaves_no_verdict(ticket, agent):
    ticket.cancel(reason="Reported twice", by=agent, now=SOON)
    assert promises(ticket) == ["void"]
