"""Where each role begins, and the demo's one click."""

import pytest
from django.test import Client, override_settings

from itsm.people import roles
from itsm.people.demo import DEMO_PEOPLE
from itsm.people.models import Person
from itsm.people.views.entrance import STARTS, start_of
from tests.factories import PersonFactory


@pytest.fixture
def demo(settings, db) -> None:
    settings.DEMO = True
    for who in DEMO_PEOPLE.values():
        PersonFactory(name=who.name, email=who.email, roles=[who.role])


@pytest.mark.parametrize(
    ("held", "start"),
    [
        ([], "/portal/"),
        ([roles.AGENT], "/desk/"),
        ([roles.CHANGE_MANAGER], "/changes/"),
        ([roles.ADMINISTRATOR], "/setup/"),
        ([roles.ADMINISTRATOR, roles.AGENT], "/desk/"),
    ],
)
def test_everyone_begins_where_their_work_is(signed_in, team, held, start):
    assert signed_in(PersonFactory(roles=held)).get("/").url == start


def test_a_new_install_begins_with_the_first_steps(administrator):
    assert start_of(administrator) == "/help/first-steps/"


@override_settings(ROOT_URLCONF="tests.people.lonely_urls")
def test_a_start_page_that_is_not_installed_is_passed_over(agent, manager):
    assert start_of(agent) == start_of(manager) == "/people/me/"


def test_agent_comes_first_among_several_roles():
    assert STARTS[0][0] == roles.AGENT
    assert STARTS[-1][0] == roles.COLLEAGUE


@pytest.mark.parametrize("role", DEMO_PEOPLE)
def test_one_click_signs_in_as_each_role_of_the_demo(client, demo, role):
    assert f'action="/people/demo/{role}/"' in client.get("/accounts/login/").content.decode()
    answer = client.post(f"/people/demo/{role}/")
    person = Person.objects.get(email=DEMO_PEOPLE[role].email)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert answer.url == start_of(person)
    assert client.get("/people/me/").status_code == 200


@pytest.mark.parametrize(
    ("target", "leads"), [("/people/me/", "/people/me/"), ("https://evil.example/", "/desk/")]
)
def test_one_click_goes_on_where_one_was_going_if_that_is_here(client, demo, target, leads):
    assert client.post("/people/demo/agent/", {"next": target}).url == leads


def test_outside_the_demo_there_is_no_click_and_no_door(client, settings, db):
    settings.DEMO = False
    PersonFactory(email=DEMO_PEOPLE["agent"].email)
    assert client.post("/people/demo/agent/").status_code == 404
    assert "demo" not in client.get("/accounts/login/").content.decode()


def test_the_click_needs_a_post_a_known_role_and_a_token_against_forgery(client, demo):
    assert client.get("/people/demo/agent/").status_code == 405
    assert client.post("/people/demo/king/").status_code == 404
    assert Client(enforce_csrf_checks=True).post("/people/demo/agent/").status_code == 403


def test_a_demo_person_who_is_missing_is_a_404(client, settings, db):
    settings.DEMO = True
    assert client.post("/people/demo/agent/").status_code == 404
