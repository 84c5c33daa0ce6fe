"""Goals and reviews are a practice: off, nothing of it is there; goals and targets, which others need, stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.meetings import tasks, units
from comms.meetings.practice import MEETINGS
from comms.models import Delivery
from itsm.insights.figures import actions_for
from itsm.people.models import BusinessUnit

GONE = (
    "/comms/meetings/", "/comms/meetings/actions/", "/comms/meetings/decisions/", "/people/units/", "/comms/briefing/",
    "/comms/briefing/read/1.x/", "/api/v1/review-meetings/", "/api/v1/decisions/", "/api/v1/actions/", "/api/v1/units/",
    "/api/v1/briefings/",
)  # fmt: skip


@pytest.fixture
def off(db, administrator):
    MEETINGS.switch_off(by=administrator)
    yield
    MEETINGS.switch_on(by=administrator)


def test_while_it_is_off_none_of_its_pages_is_there_and_none_leads_there(
    off, unit, as_manager, manager, service
):
    assert {as_manager.get(path).status_code for path in GONE} == {404}
    for path in (
        "/services/goals/",
        "/services/goals/roadmap/",
        "/insights/targets/",
        service.get_absolute_url(),
        "/setup/",
    ):
        page = as_manager.get(path)
        assert page.status_code == 200
        assert "/comms/meetings/" not in page.text
        assert "/people/units/" not in page.text
    assert "Sponsors" not in as_manager.get("/comms/preferences/").text
    assert all(action.url_name != "meetings:decide" for action in actions_for(manager))


def test_while_it_is_off_nobody_is_reminded(off, unit):
    BusinessUnit.objects.update(known_since=timezone.localdate() - timedelta(days=200))
    tasks.remind_of_meetings()
    assert not Delivery.objects.exists()
    assert units.remind(now=timezone.now())


def test_it_says_who_led_a_meeting_lately(review):
    used = MEETINGS.in_use
    assert used is not None
    assert used(timezone.now() - timedelta(days=1)) == 1
