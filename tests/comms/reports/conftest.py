"""A month of tickets and one report of them, once for each module; nothing of it remains."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from comms.models import Report
from comms.reports import sending
from itsm.insights.models import OwnDashboard
from itsm.people import roles
from itsm.people.models import Team
from itsm.services.models import Service
from tests.factories import PersonFactory, incident
from tests.insights.fill import fill

SECRET = "Payroll was leaked"


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield make()
        transaction.set_rollback(True)


def make():
    now = timezone.now()
    team = Team.objects.create(name="Report team")
    agent = PersonFactory(name="Ola Agent", roles=[roles.AGENT], teams=[team])
    Service.objects.create(name="Reported mail", team=team)
    fill(60, team=team.pk, person=agent.pk, now=now, apart=4 * 3600)
    incident(by=agent, title=SECRET, team=team, restricted=True)
    marit = PersonFactory(name="Marit Sand", roles=[roles.MANAGER], teams=[team])
    tess = PersonFactory(name="Tess Okoro", roles=[roles.ADMINISTRATOR], language="de")
    own = OwnDashboard.objects.create(
        title="Monday", owner=marit, slug="monday", figures=[["opened", "course"], ["opened", "team"], ["reopened", "card"]], shared=True,
    )  # fmt: skip
    report = Report(owner=marit, own=own, rhythm="weekly", weekday=0, hour=7, query="weeks=26")
    sending.schedule(report, now=now, people=[marit, tess], teams=[])
    return SimpleNamespace(now=now, team=team, agent=agent, marit=marit, tess=tess, own=own, report=report)


@pytest.fixture
def report(house, db):
    return Report.objects.get(pk=house.report.pk)


@pytest.fixture
def due(report):
    """It was due a minute ago."""
    report.next_at = timezone.now() - timedelta(minutes=1)
    report.save(update_fields=["next_at"])
    return report
