"""First steps: each role has its own, and they are done by doing them."""

import pytest
from django.contrib.auth.signals import user_logged_in

from incidents.models import Incident
from itsm.frame import first_steps
from itsm.frame.models import StepTaken
from itsm.people import roles
from tests.factories import PersonFactory, incident


def taken(person):
    return {line.step.key for line in first_steps.stand(person).lines if line.done}


@pytest.mark.parametrize(
    ("role", "first"),
    [("", "ask"), (roles.AGENT, "take"), (roles.MANAGER, "target"), (roles.ADMINISTRATOR, "colleagues")],
)
def test_each_role_has_its_own(db, role, first):
    steps = [step.key for step in first_steps.steps_for(PersonFactory(roles=[role] if role else []))]
    assert steps[0] == first
    assert {"ask", "preferences"} <= set(steps), "everybody is a colleague"
    assert ("take" in steps) is (role == roles.AGENT)


def test_a_step_is_done_by_doing_it_and_stays_done(agent, colleague, service):
    assert taken(agent) == set()
    ticket = incident(by=colleague, service=service)
    ticket.take(by=agent)
    assert taken(agent) == {"take"}
    assert taken(colleague) == {"ask"}
    Incident.objects.get(pk=ticket.pk).reply("It is the cable. You hear from us at noon.", by=agent)
    assert taken(agent) == {"take", "reply"}


def test_looking_keeps_nothing_and_signing_in_does(agent, as_agent, colleague, service):
    incident(by=colleague, service=service).take(by=agent)
    as_agent.get("/help/first-steps/")
    as_agent.get("/api/v1/first-steps/")
    assert not StepTaken.objects.exists()
    user_logged_in.send(type(agent), request=None, user=agent)
    assert [row.step for row in StepTaken.objects.all()] == ["take"]
    assert taken(agent) == {"take"}


def test_the_page_says_how_far_one_is_and_where_to_go_next(
    agent, as_agent, colleague, service, django_assert_max_num_queries
):
    incident(by=colleague, service=service).take(by=agent)
    as_agent.get("/help/first-steps/")
    with django_assert_max_num_queries(6):
        page = as_agent.get("/help/first-steps/").content.decode()
    assert "1 of 7" in page, page
    assert page.count('aria-current="step"') == 1


def test_the_api_tells_the_same(as_agent):
    rows = as_agent.get("/api/v1/first-steps/").json()
    assert [row["key"] for row in rows][:3] == ["take", "reply", "hand-over"]
    assert all(not row["done"] and row["done_at"] is None and row["url"].startswith("/") for row in rows)


def test_every_step_leads_to_a_page(as_administrator, administrator):
    for step in first_steps.steps_for(administrator):
        assert as_administrator.get(step.href).status_code in {200, 302}, step.key
