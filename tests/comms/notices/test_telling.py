"""Saying something to many: one step, its words, its readers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from comms.models import Notification, Update
from comms.notices import telling
from itsm.tickets.errors import Refused
from tests.comms.notices.conftest import NOW, SOON, TEXTS, WORDS
from tests.factories import PersonFactory, incident

LATER = NOW + timedelta(hours=1)


def test_the_first_word_publishes_it_to_everyone_it_is_for(told, readers):
    assert told.phase == "investigating"
    assert told.next_update_at == SOON
    assert {row.person for row in told.addressees.all()} == set(readers)
    assert [text.audience for text in told.updates.get().texts.order_by("audience")] == [
        "colleagues", "it", "managers", "sponsor",
    ]  # fmt: skip


def test_whoever_has_no_text_of_their_own_reads_the_colleagues(told):
    assert {text.what for text in told.updates.get().texts.all()} == {"You cannot send or get mail."}


def test_the_readers_have_it_in_their_inbox_once_with_the_newest_word(told, agent, readers):
    telling.say(
        told,
        "identify",
        by=agent,
        texts={"colleagues": WORDS | {"subject": "We know why"}},
        next_update_at=LATER,
        now=SOON,
    )
    rows = Notification.objects.filter(person=readers[0])
    assert [(row.title, row.why, row.notice) for row in rows] == [("We know why", "you were named", told)]


@pytest.mark.parametrize("promise", [None, NOW, NOW - timedelta(minutes=1), NOW + timedelta(days=91)])
def test_an_outage_is_never_told_without_the_time_of_the_next_word(outage, agent, promise):
    with pytest.raises(ValidationError) as refused:
        telling.say(outage, "publish", by=agent, texts=TEXTS, next_update_at=promise, now=NOW)
    assert "next_update_at" in refused.value.message_dict
    outage.refresh_from_db()
    assert outage.phase == "draft"
    assert not Update.objects.exists()


@pytest.mark.parametrize("slot", ["what", "who", "do", "we"])
def test_an_empty_slot_is_refused(outage, agent, slot):
    with pytest.raises(ValidationError) as refused:
        telling.say(
            outage,
            "publish",
            by=agent,
            texts={"colleagues": WORDS | {slot: " "}},
            next_update_at=SOON,
            now=NOW,
        )
    assert set(refused.value.message_dict) == {slot}


def test_the_last_word_says_what_was_lost_or_that_nothing_was(told, agent):
    with pytest.raises(ValidationError) as refused:
        telling.say(told, "resolve", by=agent, texts=TEXTS, now=LATER)
    assert set(refused.value.message_dict) == {"lost"}
    telling.say(told, "resolve", by=agent, texts=TEXTS, lost="", now=LATER)
    text = told.updates.last().texts.get(audience="colleagues")
    assert text.what.endswith("Everything works again. Nothing was lost.")
    assert text.next == "This is the last message about it."
    assert (told.open, told.over_at, told.next_update_at) == (False, LATER, None)


def test_two_writers_at_once_the_second_is_told(told, agent):
    telling.say(told, "update", by=agent, texts=TEXTS, next_update_at=LATER, seen=1, now=SOON)
    with pytest.raises(Refused, match="changed meanwhile"):
        telling.say(told, "update", by=agent, texts=TEXTS, next_update_at=LATER, seen=1, now=SOON)


def test_the_linked_ticket_hears_it_and_its_promise_is_kept(agent, colleague, team):
    ticket = incident(by=colleague, team=team, now=NOW - timedelta(hours=1))
    notice = telling.open_notice(kind="outage", title="Mail is down", by=agent, ticket=ticket, now=NOW)
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    event = ticket.events.get(verb="ticket.announce")
    assert event.is_public
    assert "You cannot send or get mail." in event.comment
    ticket.refresh_from_db()
    assert (ticket.promised_at, ticket.last_word_at) == (SOON, NOW)
    assert [(row.person, row.because) for row in notice.addressees.all()] == [
        (colleague, f"you asked for help with it, in {ticket.number}")
    ]


def test_a_rehearsal_goes_nowhere(agent, colleague, team):
    ticket = incident(by=colleague, team=team)
    notice = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, ticket=ticket, drill=True, now=NOW
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    assert notice.addressees.count() == 1
    assert not Notification.objects.filter(notice=notice).exists()
    assert not ticket.events.filter(verb="ticket.announce").exists()


def test_nobody_announces_a_ticket_they_may_not_see(outsider, colleague, team):
    ticket = incident(by=colleague, team=team, restricted=True)
    with pytest.raises(Refused):
        telling.open_notice(kind="outage", title="Mail is down", by=outsider, ticket=ticket, now=NOW)


def test_a_reminder_goes_to_those_who_have_not_confirmed(agent, readers, service):
    from comms.models import Addressee
    from comms.notices import reading

    notice = telling.open_notice(
        kind="advisory",
        title="New password rule",
        by=agent,
        aim={"people": readers},
        must_acknowledge=True,
        now=NOW,
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, now=NOW)
    reading.acknowledge(notice, readers[0], now=SOON)
    update = telling.remind(notice, by=agent, now=LATER)
    assert {row.person for row in Addressee.objects.to_tell(update)} == set(readers[1:])
    with pytest.raises(Refused, match="within the last hour"):
        telling.remind(notice, by=agent, now=LATER + timedelta(minutes=5))


def test_a_person_elsewhere_is_told_nothing(told):
    stranger = PersonFactory()
    assert not Notification.objects.filter(person=stranger).exists()
