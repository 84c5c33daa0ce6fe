"""Collisions as rows: found, told to both, accepted by whoever may, gone when they no longer meet."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from changes.calendar import checking, keeping
from changes.gates import obstacles
from changes.models import Change, Collision
from itsm.people import roles
from itsm.tickets.errors import Refused
from tests.changes.calendar.conftest import HOUR, NOW, SATURDAY
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def verbs(change):
    return [event.verb for event in change.events.in_order() if "coll" in event.verb or event.verb in {"ticket.part", "ticket.discuss"}]  # fmt: skip


def test_a_collision_is_one_row_with_a_plain_reason_and_stands_in_both_timelines(meeting, mail_change):
    booking = meeting.change.number
    assert meeting.because == f"{mail_change.number} changes Mail, which Booking ({booking}) stands on"
    assert (meeting.meets_from, meeting.meets_until) == (SATURDAY + HOUR, SATURDAY + 2 * HOUR)
    for change in (mail_change, meeting.change):
        [event] = change.events.filter(verb="ticket.collide")
        assert event.details["because"] == [meeting.because]
        assert event.details["collisions"] == [meeting.pk]
    assert Collision.objects.count() == 1


def test_looking_twice_from_either_side_changes_nothing(calendar, meeting, mail_change):
    calendar.look(mail_change)
    calendar.look(meeting.change)
    calendar.look(mail_change, meeting.change)
    assert [row.pk for row in Collision.objects.all()] == [meeting.pk]
    assert verbs(mail_change) == verbs(meeting.change) == ["ticket.collide"]


def test_who_moves_away_ends_it_and_the_other_hears_of_it(calendar, meeting, mail_change):
    sunday = SATURDAY + 24 * HOUR
    meeting.change.plan(by=calendar.noor, starts_at=sunday, ends_at=sunday + 2 * HOUR, now=NOW)
    calendar.work()
    meeting.refresh_from_db()
    assert meeting.gone_at == NOW
    assert verbs(mail_change) == verbs(meeting.change) == ["ticket.collide", "ticket.part"]


def test_another_time_in_question_is_another_collision_that_nobody_has_accepted(calendar, meeting):
    meeting.accept("Both are done by the same three people.", by=calendar.jonas, now=NOW)
    change = meeting.change
    change.refresh_from_db()
    change.plan(by=calendar.noor, starts_at=change.starts_at - HOUR, ends_at=change.ends_at - HOUR, now=NOW)
    [row] = Collision.objects.open()
    assert row.pk != meeting.pk
    assert row.accepted_at is None


@pytest.mark.parametrize("status", ["draft", "rejected", "cancelled", "review", "closed"])
def test_what_is_not_in_the_calendar_collides_with_nothing(calendar, mail_change, status):
    other = calendar.change(calendar.booking, calendar.noor, status=status)
    assert not Collision.objects.exists()
    calendar.look(mail_change)
    assert not Collision.objects.exists()
    assert other.status == status


def test_a_change_that_nobody_has_said_a_time_of_meets_nothing(calendar, mail_change, signed_in):
    emergency = Change.propose(
        by=calendar.ivo, title="Mail is down", type="emergency", service=calendar.mail, now=NOW
    )
    half = calendar.change(calendar.mail, calendar.ivo, look=False)
    Change.objects.filter(pk=half.pk).update(ends_at=None)
    Change.objects.filter(pk=emergency.pk).update(status="authorise")
    slip = calendar.change(calendar.mail, calendar.ivo, look=False)
    Change.objects.filter(pk=slip.pk).update(
        starts_at=datetime(1, 1, 1, tzinfo=UTC), ends_at=datetime(9999, 12, 31, tzinfo=UTC)
    )
    calendar.look(mail_change, emergency, half, slip)
    assert not Collision.objects.exists()
    assert list(checking.gate(emergency, NOW)) == []
    page = signed_in(calendar.ivo).get("/changes/calendar/?on=2026-11-28")
    assert mail_change.number in page.content.decode()
    assert emergency.number not in page.content.decode()


def test_a_draft_hears_what_it_would_run_into_before_it_is_handed_in(calendar, mail_change):
    draft = calendar.change(calendar.booking, calendar.noor, status="draft")
    plan = checking.plan_of(draft)
    [found] = checking.check(plan)
    assert found.said(NOW).endswith("stands on, Sat 28 Nov 10:00 to 12:00")
    assert found.row is None


def test_the_gate_holds_authorise_and_start_until_somebody_with_authority_accepts(calendar, meeting):
    for verb in ("authorise", "start"):
        assert "collision" in {found.key for found in obstacles(meeting.change, verb, NOW)}
        assert "collision" in {found.key for found in obstacles(meeting.other, verb, NOW)}
    meeting.accept("The same team does both, one after the other.", by=calendar.jonas, now=NOW)
    for change in (meeting.change, meeting.other):
        assert "collision" not in {found.key for found in obstacles(change, "authorise", NOW)}
    assert verbs(meeting.other)[-1] == "ticket.accept_collision"


def test_a_freeze_blocks_and_is_named_with_its_time(calendar, mail_change):
    calendar.freeze()
    [obstacle] = [found for found in obstacles(mail_change, "start", NOW) if found.key == "collision"]
    assert obstacle.words == (
        f"{mail_change.number} falls into the freeze “Quarter end”, Sat 28 Nov 10:00 to 12:00."
        " Move one of the two, or accept it with a reason."
    )  # fmt: skip


def test_only_authority_accepts_and_never_ones_own_change_into_a_freeze(calendar, meeting, mail_change):
    with pytest.raises(Refused):
        meeting.accept("It is fine.", by=calendar.noor, now=NOW)
    calendar.booking.owner = calendar.noor
    calendar.booking.save()
    meeting.accept("It is fine.", by=calendar.noor, now=NOW)  # owner of a service that one of them changes
    with pytest.raises(Refused):
        meeting.accept("Once more.", by=calendar.jonas, now=NOW)
    calendar.freeze(services=[calendar.mail])
    own = PersonFactory(roles=[roles.CHANGE_MANAGER])
    change = calendar.change(calendar.mail, own, starts_at=SATURDAY + 6 * HOUR)
    row = change.collisions.get(kind="freeze")
    with pytest.raises(Refused):
        row.accept("I need it.", by=own, now=NOW)
    row.accept("The bank asks for it.", by=calendar.jonas, now=NOW)
    with pytest.raises(ValidationError):
        mail_change.collisions_with.get().accept("", by=calendar.jonas, now=NOW)


def test_one_conversation_stands_on_both_changes(calendar, meeting):
    meeting.say("We can begin at noon instead.", by=calendar.noor, now=NOW)
    meeting.say("Noon is fine.", by=calendar.ivo, now=NOW)
    assert [word.words for word in meeting.words.all()] == ["We can begin at noon instead.", "Noon is fine."]
    for change in (meeting.change, meeting.other):
        assert [event.comment for event in change.events.filter(verb="ticket.discuss").in_order()] == [
            "We can begin at noon instead.", "Noon is fine.",
        ]  # fmt: skip


def test_a_restricted_change_is_not_named_to_whom_it_does_not_exist(calendar, meeting):
    calendar.mail.tickets.update(restricted=True)
    assert list(Collision.objects.visible_to(calendar.noor)) == []
    assert list(Collision.objects.visible_to(calendar.ivo)) == [meeting]


def test_an_occasion_that_comes_later_finds_the_changes_that_stand_there(calendar, mail_change):
    freeze = calendar.freeze(services=[calendar.mail])
    found = keeping.around(freeze.pk, freeze.starts_at, freeze.ends_at)
    assert found == [mail_change]
    calendar.look(*found)
    assert mail_change.collisions.get().occasion == freeze
