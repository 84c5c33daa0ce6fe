"""Collisions found in the database: the same as by the pure rules over everything, by index, and with few statements."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changes.calendar import finding
from changes.calendar.clashes import Surroundings, clashes
from changes.calendar.graph import Graph
from changes.calendar.plan import plans_of
from itsm.people.models import Site
from tests.changes.calendar import year
from tests.factories import PersonFactory, ServiceFactory

JANUARY = datetime(2027, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(team):
    return [PersonFactory(teams=[team]) for _n in range(12)]


def test_a_dense_fortnight_collides_in_the_database_as_in_the_rules(team, people):
    services = year.services(30)
    keys = year.fill(150, of=services, team=team, people=people, since=JANUARY, days=14)
    year.fill(20, of=services, team=team, people=people, since=JANUARY, days=14, seed=8, status="cancelled")
    year.freezes(20, of=services, by=people[0], since=JANUARY - timedelta(days=180))
    plans = plans_of(keys)
    everything = Surroundings(
        graph=Graph.load(),
        others=list(plans.values()),
        occasions=finding.occasions([(JANUARY, JANUARY + timedelta(days=15))]),
        sites={service.pk: frozenset() for service in services},
        hours=finding.hours_of([service.pk for service in services]),
    )
    together = finding.find(list(plans.values()))
    assert sum(len(found) for found in together.values()) > 100
    assert {clash.kind for found in together.values() for clash in found} >= {
        "service", "people", "freeze", "too_close",
    }  # fmt: skip
    for plan in plans.values():
        assert together[plan.pk] == clashes(plan, everything)
    for plan in list(plans.values())[::30]:
        assert finding.find([plan])[plan.pk] == together[plan.pk]


def test_a_question_costs_as_few_statements_for_one_plan_as_for_all(team, people):
    services = year.services(20)
    keys = year.fill(60, of=services, team=team, people=people, since=JANUARY, days=7)
    plans = list(plans_of(keys).values())
    finding.find(plans[:1])  # the policy is kept
    counts = []
    for asked in (plans[:1], plans):
        with CaptureQueriesContext(connection) as counted:
            finding.find(asked)
        counts.append(len(counted))
    assert counts == [4, 4]


def test_neighbours_in_time_are_found_by_the_index_on_windows(team, people):
    services = year.services(10)
    keys = year.fill(400, of=services, team=team, people=people, since=JANUARY)
    [plan] = plans_of(keys[:1]).values()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE changes_change, tickets_ticket")
    with CaptureQueriesContext(connection) as counted:
        finding.find([plan])
    [near] = [each["sql"] for each in counted if "change.window &&" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {near}")
        drawn = "\n".join(row[0] for row in cursor.fetchall())
    assert "change_window" in drawn
    assert "Seq Scan on changes_change " not in drawn


def test_a_freeze_at_one_site_leaves_changes_alone_that_nobody_there_uses(team, people):
    porto, oslo = Site.objects.create(name="Porto 2"), Site.objects.create(name="Oslo 2")
    here, there, everywhere = ServiceFactory(), ServiceFactory(), ServiceFactory()
    here.sites.add(porto)
    there.sites.add(oslo)
    [freeze] = year.freezes(1, of=[here], by=people[0], since=JANUARY)
    freeze.sites.add(porto)
    found = {}
    for service in (here, there, everywhere):
        keys = year.fill(1, of=[service], team=team, people=people, since=freeze.starts_at, days=1)
        [plan] = plans_of(keys).values()
        found[service] = [clash.kind for clash in finding.find([plan])[plan.pk] if clash.occasion]
    assert found == {here: ["freeze"], there: [], everywhere: ["freeze"]}
