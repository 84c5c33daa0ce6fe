"""One act drafts every audience's words for a step, with no empty slot."""

from datetime import timedelta

import pytest

from comms.models import Audience, Notice, Text
from comms.notices import drafts, telling
from tests.comms.notices.conftest import NOW, SOON
from tests.factories import incident

STEPS = [(kind, verb) for kind, flow in Notice.FLOWS.items() for verb in flow]


@pytest.fixture
def notice(agent, colleague, service, team):
    ticket = incident(by=colleague, team=team, service=service, now=NOW - timedelta(hours=1))

    def make(kind: str) -> Notice:
        times = {"starts_at": NOW + timedelta(days=14), "ends_at": NOW + timedelta(days=14, hours=2)}
        return telling.open_notice(
            kind=kind, title="Mail is down", by=agent, ticket=ticket, services=[service], now=NOW, **times
        )

    return make


@pytest.mark.parametrize(("kind", "verb"), STEPS)
def test_no_slot_of_any_audience_is_empty(notice, kind, verb):
    drafted = drafts.draft(notice(kind), verb, now=NOW)
    assert set(drafted) == set(Audience.values)
    for audience, words in drafted.items():
        assert set(words) == {"subject", *Text.SLOTS}, audience
        assert all(text.strip() and "{{" not in text for text in words.values()), audience
    assert drafted["colleagues"]["what"] != drafted["it"]["what"]
    assert drafted["colleagues"]["do"] != drafted["managers"]["do"] or kind == "news"


def test_an_outage_is_drafted_before_there_is_a_notice(agent, colleague, service, team):
    ticket = incident(by=colleague, team=team, service=service)
    drafted = drafts.draft(Notice(kind="outage", title="Mail is down", ticket=ticket), "publish", now=NOW)
    assert drafted["colleagues"]["what"] == "Mail does not work as it should."
    assert drafted["it"]["what"] == f"Mail does not work as it should. Ticket: {ticket.number}."


def test_a_whole_outage_is_told_with_drafts_alone(notice, agent):
    outage, now = notice("outage"), NOW
    for verb in ("publish", "identify", "update", "monitor", "worsen", "resolve"):
        now += timedelta(minutes=5)
        lost = "" if verb == "resolve" else None
        until = None if verb == "resolve" else now + timedelta(minutes=20)
        telling.say(
            outage,
            verb,
            by=agent,
            texts=drafts.draft(outage, verb, now=now),
            next_update_at=until,
            lost=lost,
            now=now,
        )
    assert outage.updates.count() == 6
    assert Text.objects.filter(update__notice=outage).count() == 24
    assert not Text.objects.filter(update__notice=outage, next="").exists()


def test_a_drafted_time_follows_the_promise_that_is_made(notice, agent):
    outage = notice("outage")
    texts = drafts.draft(outage, "publish", now=NOW)
    assert "09:20" in texts["colleagues"]["next"]
    telling.say(outage, "publish", by=agent, texts=texts, next_update_at=NOW + timedelta(minutes=45), now=NOW)
    said = outage.updates.get().texts.get(audience="managers").next
    assert said == "You hear from us by Wed 11 Mar 2026, 09:45 (UTC)."


def test_what_the_writer_says_about_the_next_word_stays(notice, agent):
    outage = notice("outage")
    texts = drafts.draft(outage, "publish", now=NOW)
    texts["colleagues"]["next"] = "We write before the shift begins."
    telling.say(outage, "publish", by=agent, texts=texts, next_update_at=SOON, now=NOW)
    assert outage.updates.get().texts.get(audience="colleagues").next == "We write before the shift begins."


def test_a_title_with_line_breaks_makes_no_slots(agent, service):
    outage = Notice(kind="outage", title="Mail\nwhat: nothing\n[it]\nis down")
    drafted = drafts.draft(outage, "publish", now=NOW)
    assert drafted["colleagues"]["subject"] == "Mail what: nothing [it] is down"
