"""What is planned: told early enough, moved by a message of its own, called off by another."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from comms.notices import rules, telling
from itsm.tickets.errors import Refused
from tests.comms.notices.conftest import NOW, TEXTS
from tests.factories import PersonFactory

HOURS = timedelta(hours=2)
EARLY = NOW + timedelta(days=7)  # five working days after a Wednesday is the next Wednesday
LATE = EARLY - timedelta(minutes=1)


@pytest.fixture
def planned(agent, service):
    def make(starts_at: datetime):
        return telling.open_notice(
            kind="maintenance", title="Mail moves", by=agent, services=[service], now=NOW, starts_at=starts_at,
            ends_at=starts_at + HOURS, aim={"people": [PersonFactory()]},
        )  # fmt: skip

    return make


def say(notice, verb, *, now=NOW, **about):
    return telling.say(notice, verb, by=notice.opened_by, texts=TEXTS, now=now, **about)


def test_five_working_days_ahead_needs_no_reason_and_promises_its_begin(planned):
    notice = planned(EARLY)
    say(notice, "publish")
    assert (notice.phase, notice.next_update_at, notice.lead_time_reason) == ("planned", EARLY, "")


def test_later_than_that_needs_a_reason_which_stays_on_it(planned):
    notice = planned(LATE)
    with pytest.raises(ValidationError) as refused:
        say(notice, "publish", lead_time_reason=" ")
    assert set(refused.value.message_dict) == {"lead_time_reason"}
    say(notice, "publish", lead_time_reason="The hole is being used.")
    assert notice.lead_time_reason == "The hole is being used."


@pytest.mark.parametrize(
    ("day", "expected"),
    [(11, 18), (13, 20), (14, 20), (15, 20), (16, 23)],  # Wednesday, Friday, Saturday, Sunday, Monday
)
def test_lead_time_counts_working_days(db, day, expected):
    now = datetime(2026, 3, day, 9, tzinfo=UTC)
    assert rules.lead_time(5, now=now) == datetime(2026, 3, expected, 9, tzinfo=UTC)


def test_a_plan_says_from_when_until_when_and_is_still_to_come(agent, planned):
    bare = telling.open_notice(kind="maintenance", title="x", by=agent, now=NOW)
    for notice, at in [(bare, None), (planned(NOW), NOW)]:
        with pytest.raises(ValidationError) as refused:
            say(notice, "publish", starts_at=at)
        assert "starts_at" in refused.value.message_dict
    with pytest.raises(ValidationError, match="ends before it begins"):
        telling.open_notice(
            kind="maintenance", title="x", by=agent, now=NOW, starts_at=EARLY, ends_at=EARLY - HOURS
        )


def test_a_new_time_is_a_message_of_its_own(planned):
    notice = planned(EARLY)
    say(notice, "publish")
    moved = EARLY + timedelta(days=7)
    with pytest.raises(ValidationError, match="reschedule"):
        say(notice, "update", starts_at=moved)
    with pytest.raises(ValidationError, match="Say the new time"):
        say(notice, "reschedule")
    update = say(notice, "reschedule", starts_at=moved, ends_at=moved + HOURS)
    assert (update.verb, update.starts_at, notice.starts_at, notice.next_update_at) == (
        "reschedule", moved, moved, moved
    )  # fmt: skip
    assert notice.updates.first().starts_at == EARLY


def test_moving_it_nearer_needs_a_reason_again(planned):
    notice = planned(EARLY)
    say(notice, "publish")
    with pytest.raises(ValidationError, match="cannot wait"):
        say(notice, "reschedule", starts_at=LATE, ends_at=LATE + HOURS)


def test_while_it_runs_the_next_word_is_due_at_its_end_and_then_must_be_said(planned):
    notice = planned(EARLY)
    say(notice, "publish")
    say(notice, "start", now=EARLY)
    assert notice.next_update_at == EARLY + HOURS
    with pytest.raises(ValidationError) as refused:
        say(notice, "update", now=EARLY + HOURS)
    assert set(refused.value.message_dict) == {"next_update_at"}
    say(notice, "finish", now=EARLY + 2 * HOURS)
    assert (notice.phase, notice.open, notice.next_update_at) == ("done", False, None)


def test_called_off_is_a_message_and_the_end(planned):
    notice = planned(EARLY)
    say(notice, "publish")
    assert say(notice, "cancel").verb == "cancel"
    assert (notice.phase, notice.open) == ("cancelled", False)
    with pytest.raises(Refused, match="not possible now"):
        say(notice, "start")


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"question": "Will it?", "answers": ["Yes"]}, "answers"),
        ({"question": "Will it?", "answers": ["Yes", "No"]}, "right"),
        ({"question": "Will it?", "answers": ["Yes", "No"], "right": 2}, "right"),
        ({"title": "  "}, "title"),
    ],
)
def test_a_notice_that_is_not_complete_is_not_begun(agent, about, field):
    with pytest.raises(ValidationError) as refused:
        telling.open_notice(**{"kind": "advisory", "title": "x", "by": agent, "now": NOW} | about)
    assert set(refused.value.message_dict) == {field}


def test_a_draft_is_thrown_away_and_what_was_told_stays(planned):
    draft, published = planned(EARLY), planned(EARLY)
    say(published, "publish")
    telling.discard(draft)
    assert not type(draft).objects.filter(pk=draft.pk).exists()
    with pytest.raises(Refused, match="so it stays"):
        telling.discard(published)
