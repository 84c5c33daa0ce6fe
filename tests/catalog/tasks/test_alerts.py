"""Who hears of a step: its team when it is ready, whoever has it and the lead when it is late or fails."""

from datetime import timedelta

import pytest

from catalog.tasks import late
from comms.rules import tellings
from itsm.people import roles
from tests.catalog.tasks.conftest import task
from tests.factories import PersonFactory


@pytest.fixture
def lead(team):
    team.lead = PersonFactory(name="Lea Lead", roles=[roles.AGENT])
    team.save()
    return team.lead


def told(request, verb):
    event = request.events.filter(verb=verb).latest("pk")
    return {one.person.name: str(one.reason) for _rule, one in tellings(event)}


def test_its_team_hears_when_it_is_ready(ask, agent):
    assert told(ask({"key": "order"}), "ticket.ready_task") == {"Ivo Lund": "team"}


def test_who_has_it_and_the_lead_hear_once_that_it_is_late(ask, agent, lead, outsider):
    request = ask({"key": "order", "within_hours": 1})
    task(request, "order").take(by=agent)
    late.sweep(now=task(request, "order").due_at + timedelta(seconds=1))
    assert told(request, "ticket.breach_task") == {"Ivo Lund": "given", "Lea Lead": "lead"}


def test_the_team_and_its_lead_hear_that_another_system_failed(ask, agent, lead, hook):
    request = ask({"key": "account", "hook": hook.pk})
    task(request, "account").fail(reason="Gone", by=None)
    assert told(request, "ticket.fail_task") == {"Ivo Lund": "team", "Lea Lead": "lead"}


def test_whoever_is_given_a_step_hears_of_it(ask, agent, outsider):
    request = ask({"key": "order"})
    task(request, "order").give(to=agent, by=outsider)
    assert told(request, "ticket.give_task") == {"Ivo Lund": "given"}
