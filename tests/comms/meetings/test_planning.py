"""Planning: who hears of which time, whose leftovers an agenda takes up, and what an address may name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.meetings import holding
from comms.models import Decision, Delivery, Meeting
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_check_in_takes_up_only_what_the_same_people_left_over(planned, agent, manager):
    first = planned(kind="check_in", starts_at=timezone.now() - 7 * DAY)
    holding.take_on(first, what="Learn Dutch", owner=agent, due_on=timezone.localdate(), by=manager)
    assert [point["words"] for point in planned(kind="check_in").agenda] == ["Learn Dutch"]
    other = factories.PersonFactory(roles=["agent"])
    with_another = Meeting(kind="check_in", host=other, starts_at=timezone.now() + DAY)
    assert holding.call(with_another, people=[agent], by=other).agenda == []


def test_whoever_was_told_of_another_time_hears_that_it_is_the_first_again(planned, agent, manager):
    meeting = planned()
    first = meeting.starts_at
    for starts_at in (first + DAY, first, first):
        meeting.starts_at = starts_at
        holding.change(meeting, people=[agent], by=manager)
    assert Delivery.objects.filter(cause__startswith="invitation:", person=agent).count() == 3


@pytest.mark.parametrize("number", ["9" * 5000, "٣", "-1", "x"])
def test_a_point_or_a_unit_that_is_none_is_none(planned, as_manager, number):
    meeting = planned()
    holding.begin(meeting, by=meeting.host)
    as_manager.post(f"{meeting.get_absolute_url()}decide/", {"what": "We wait.", "point": number})
    assert Decision.objects.get().figure is None
    assert as_manager.get(f"/comms/meetings/new/?unit={number}").status_code == 200
