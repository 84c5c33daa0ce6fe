"""What time does to a step: a reminder, then somebody above, each once, in working hours; and who can no longer answer."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from catalog.approvals import tending
from catalog.approvals.deciding import CannotDecide, decide
from catalog.models import Approval, ServiceRequest
from itsm.people import roles
from itsm.people.models import Absence
from tests.catalog.approvals.conftest import BY_MANAGER, asked
from tests.factories import PersonFactory

MONDAY = datetime(2026, 3, 9, 9, tzinfo=UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def tend(after: timedelta) -> int:
    return tending.tend(now=MONDAY + after)


def events(request, verb):
    return list(request.events.filter(verb=f"ticket.{verb}").order_by("pk"))


def test_who_does_not_answer_is_reminded_once_after_working_hours(ask):
    request = ask()
    step = request.approval_steps.get()
    assert step.remind_at > MONDAY
    assert tend(step.remind_at - MONDAY - timedelta(seconds=1)) == 0
    assert tend(step.remind_at - MONDAY) == 1
    assert tend(step.remind_at - MONDAY + timedelta(hours=1)) == 0
    [event] = events(request, "remind_step")
    assert event.details["names"] == ["Marit Sand"]


def test_hours_are_those_of_the_calendar(ask):
    friday = MONDAY + 4 * DAY + timedelta(hours=6)
    with time_machine.travel(friday, tick=False):
        step = ask().approval_steps.get()
    assert step.remind_at > friday + 2 * DAY  # eight working hours go over the weekend


def test_then_their_manager_is_asked_too_and_the_first_answer_counts_for_both(ask, marit, greta):
    request = ask()
    tend(20 * DAY)
    assert asked(request) == ["Greta Holm", "Marit Sand"]
    [event] = events(request, "escalate_step")
    assert event.details["asked"] == [{"person": "Greta Holm", "for": "Marit Sand", "because": "silent"}]
    tend(30 * DAY)
    assert len(events(request, "escalate_step")) == 1
    theirs = Approval.objects.get(person=greta)
    decide(theirs, agrees=True, by=greta, digest=theirs.step.digest)
    request.refresh_from_db()
    assert (request.status, asked(request)) == ("approved", [])
    late = Approval.objects.get(person=marit)
    with pytest.raises(CannotDecide, match="Somebody else"):
        decide(late, agrees=True, by=marit, digest=late.step.digest)


def test_with_everyone_needed_the_manager_who_steps_in_is_one_voice_with_who_was_asked(ask, marit, greta):
    other = PersonFactory(name="Pia Vik")
    everyone = {
        "name": "Both",
        "who": {"kind": "people", "people": [marit.pk, other.pk]},
        "rule": "all",
        "escalate_hours": 8,
    }
    request = ask(everyone)
    tend(20 * DAY)
    for person in (greta, other):
        mine = Approval.objects.get(person=person)
        decide(mine, agrees=True, by=person, digest=mine.step.digest)
    request.refresh_from_db()
    assert request.status == "approved"


def test_above_the_top_the_owner_and_then_the_administrators_are_asked(ask, greta, otto):
    request = ask({**BY_MANAGER, "who": {"kind": "people", "people": [greta.pk]}})
    tend(20 * DAY)
    assert asked(request) == ["Greta Holm", "Otto Beck"]


def test_a_holiday_that_begins_meanwhile_hands_on(ask, marit):
    request = ask()
    nils = PersonFactory(name="Nils Berg")
    Absence.objects.create(person=marit, since=MONDAY + DAY, until=MONDAY + 9 * DAY, delegate=nils)
    assert tend(timedelta(hours=1)) == 0
    assert tend(DAY + timedelta(hours=1)) >= 1
    assert asked(request) == ["Nils Berg"]
    assert events(request, "ask_step")[-1].details["asked"][0]["because"] == "away"
    theirs = Approval.objects.get(person=marit)
    with pytest.raises(CannotDecide, match="in your place"):
        decide(theirs, agrees=True, by=marit, digest=theirs.step.digest)


def test_somebody_is_asked_instead_of_who_left(ask, marit):
    request = ask()
    marit.is_active = False
    marit.save()
    tend(timedelta(minutes=1))
    assert asked(request) == ["Greta Holm"]


def test_a_step_that_nobody_could_be_asked_in_is_asked_as_soon_as_somebody_is_there(ask, otto):
    request = ask({"name": "The owner agrees", "who": {"kind": "owner"}}, by=otto)
    assert (asked(request), request.status) == ([], "waiting_approval")
    PersonFactory(name="Tess Okoro", roles=[roles.ADMINISTRATOR])
    tend(timedelta(minutes=1))
    assert asked(request) == ["Tess Okoro"]


def test_nobody_is_asked_or_reminded_about_a_request_that_was_merged(ask, agent):
    request = ask()
    request.merge_into(ask(), by=agent)
    assert not Approval.objects.waiting().filter(step__ticket=request.pk).exists()
    tend(20 * DAY)
    assert events(request, "remind_step") == events(request, "escalate_step") == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_counts_and_the_other_is_told(ask, marit, greta):
    people = {"kind": "people", "people": [marit.pk, greta.pk]}
    request = ask({"name": "One of them", "who": people, "rule": "any"})
    outcomes = []

    def answer(person, *, agrees):
        mine = Approval.objects.get(person=person)
        try:
            decide(
                mine, agrees=agrees, words="No money", by=person, digest=mine.step.digest, now=timezone.now()
            )
            outcomes.append("done")
        except CannotDecide as refused:
            outcomes.append(refused.why)
        finally:
            connection.close()

    both = [
        Thread(target=answer, args=(p,), kwargs={"agrees": yes}) for p, yes in ((marit, True), (greta, False))
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(outcomes) == ["done", "over"]
    assert ServiceRequest.objects.get().status in {"approved", "declined"}
    assert request.events.filter(verb__in=["request.approve", "request.decline"]).count() == 1
