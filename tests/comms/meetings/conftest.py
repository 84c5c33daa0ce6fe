"""A review of the mail service, with figures that say something: led by a manager, an agent and a colleague are asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.meetings import holding
from comms.models import Meeting
from itsm.insights.goals.targets import set_target
from itsm.people.models import BusinessUnit
from tests.insights.fill import fill


@pytest.fixture
def unit(colleague, manager):
    made = BusinessUnit.objects.create(name="Instruments", contact=colleague, keeper=manager)
    colleague.unit = made
    colleague.save()
    return made


@pytest.fixture
def busy(team, agent):
    """Hand-overs: one each. A fifth of the resolutions is late. See `fill`."""
    fill(600, team=team.pk, person=agent.pk, now=timezone.now(), apart=3600)
    set_target("handovers", 0.2, by=None)
    set_target("sla_met", 90, by=None)


@pytest.fixture
def planned(manager, agent, colleague):
    def plan(**about):
        known = {"kind": "stand_up", "host": manager, "starts_at": timezone.now() + timedelta(days=2)}
        return holding.call(Meeting(**known | about), people=[agent, colleague], by=manager)

    return plan


@pytest.fixture
def review(planned, service):
    return planned(kind="service_review", service=service)
