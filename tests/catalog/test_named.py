"""An edition names teams, people and other systems. Who of them is gone is said before anybody publishes it."""

import pytest

from catalog.models import Hook
from tests.catalog import kit
from tests.factories import PersonFactory, TeamFactory


@pytest.fixture
def system(db):
    return Hook.objects.create(name="Badge system", url="https://badges.halden.example/", secret="sealed")


@pytest.fixture
def making(manager, team, agent, system):
    """Every kind of name there is."""
    offering = kit.offering(by=manager, team=team)
    edition = offering.take_up(by=agent)
    clerk = PersonFactory(name="Rui Faria")
    edition.write(
        by=agent,
        seen=edition.stamp,
        approvals=[
            {"name": "Clerk", "who": {"kind": "people", "people": [clerk.pk]}},
            {"name": "Board", "who": {"kind": "team", "team": TeamFactory(name="Board").pk}},
        ],
        plan=[
            {"key": "order", "title": "Order it", "team": TeamFactory(name="Buyers").pk},
            {"key": "badge", "title": "Make a badge", "team": team.pk, "hook": system.pk},
        ],
    )
    return edition


def test_who_is_there_stands_in_nobodys_way(making, manager, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert making.holes() == {}
    making.publish(by=manager)
    assert making.state == "published"


def test_all_that_is_gone_is_named_where_it_is_named(making, manager, as_manager, system):
    for person in type(manager).objects.filter(name="Rui Faria"):
        person.is_active = False
        person.save()
    type(making.offering.team).objects.filter(name__in=["Board", "Buyers"]).update(is_active=False)
    Hook.objects.all().delete()
    assert making.holes() == {
        "approvals": "Board: The team “Board” does not work any more. Choose another. "
        "Clerk: Rui Faria does not work here any more. Name somebody else.",
        "plan": "order: The team “Buyers” does not work any more. Choose another. "
        f"badge: The system “#{system.pk}” is not in use any more. Choose another.",
    }
    address = making.offering.key
    answer = as_manager.post(f"/catalog/{address}/publish/")
    assert answer.status_code == 422
    assert "Rui Faria does not work here any more" in answer.text
    assert "The team “Buyers” does not work any more" in as_manager.get(f"/catalog/{address}/edit/plan/").text
    making.refresh_from_db()
    assert making.state == "draft"
