"""People, teams, services, oneself: the desk reads, administrators change."""

import pytest
from rest_framework.test import APIClient

from itsm.people.models import Person
from tests import factories


@pytest.fixture
def admin(as_, administrator) -> APIClient:
    return as_(administrator)


def done(answer, status=200):
    assert answer.status_code == status, answer.json()
    return answer.json()


NEW = {"email": "Lea.Brandt@halden.example", "name": "Lea Brandt", "time_zone": "Europe/Oslo"}


def test_an_administrator_adds_changes_and_lets_go(admin):
    made = done(admin.post("/api/v1/people/", NEW), 201)
    assert (made["email"], made["roles"], made["is_active"]) == (
        "lea.brandt@halden.example",
        ["colleague"],
        True,
    )
    address = f"/api/v1/people/{made['id']}/"
    assert done(admin.patch(address, {"job_title": "Optics"}))["job_title"] == "Optics"
    assert done(admin.post(address + "roles/", {"roles": ["agent"]}))["roles"] == ["agent", "colleague"]
    assert done(admin.post(address + "deactivate/"))["is_active"] is False
    assert done(admin.post(address + "reactivate/"))["is_active"] is True
    assert not Person.objects.get(pk=made["id"]).has_usable_password()


def test_one_address_is_one_person(admin, colleague):
    answer = admin.post("/api/v1/people/", {**NEW, "email": colleague.email.upper()})
    assert set(answer.json()["errors"]) == {"email"}


def test_nobody_reports_to_themselves(admin, colleague):
    boss = factories.PersonFactory(manager=colleague)
    assert set(admin.patch(f"/api/v1/people/{colleague.pk}/", {"manager": boss.pk}).json()["errors"]) == {
        "manager"
    }


def test_an_administrator_is_left(admin, administrator):
    assert admin.post(f"/api/v1/people/{administrator.pk}/deactivate/").status_code == 409


@pytest.mark.parametrize(
    "path", ["people/", "people/{}/", "people/{}/roles/", "people/{}/deactivate/", "teams/", "services/"]
)
def test_the_desk_reads_only(path, api, colleague):
    address = "/api/v1/" + path.format(colleague.pk)
    answer = api.patch(address, {}) if path.endswith("{}/") else api.post(address, {})
    assert answer.status_code == 403


def test_people_are_found_by_words_and_pages_go_by_name(api, colleague):
    for name in ("Berta", "Anton", "Carl"):
        factories.PersonFactory(name=name)
    names = [row["name"] for row in api.get("/api/v1/people/?limit=2").json()["results"]]
    assert names == sorted(names)
    assert [row["id"] for row in api.get("/api/v1/people/?q=ana+reis").json()["results"]] == [colleague.pk]


def test_the_list_of_people_costs_the_same_however_many(api, team, django_assert_max_num_queries):
    api.get("/api/v1/people/")
    for _ in range(9):
        factories.PersonFactory(roles=["agent"], teams=[team])
    with django_assert_max_num_queries(6):
        assert len(api.get("/api/v1/people/").json()["results"]) >= 9


def test_a_team_is_made_filled_and_put_first(admin, agent, team):
    made = done(admin.post("/api/v1/teams/", {"name": "Optics", "handover_minutes": 45}), 201)
    address = f"/api/v1/teams/{made['id']}/"
    assert made["handover_minutes"] == 45
    assert done(admin.post(address + "join/", {"person": agent.pk}))["members"] == [agent.pk]
    assert done(admin.post(address + "leave/", {"person": agent.pk}))["members"] == []
    assert done(admin.post(address + "become-first-line/"))["first_line"] is True


def test_services_stand_on_others_and_no_circle_closes(admin, service):
    other = done(admin.post("/api/v1/services/", {"name": "Directory", "purpose": "Signing in"}), 201)
    address = f"/api/v1/services/{service.pk}/"
    assert done(admin.post(address + "depend/", {"on": other["id"]}))["depends_on"] == [other["id"]]
    assert admin.post(f"/api/v1/services/{other['id']}/depend/", {"on": service.pk}).status_code == 409
    assert done(admin.post(address + "release/", {"on": other["id"]}))["depends_on"] == []


def test_everyone_looks_after_themselves(mine, colleague):
    assert done(mine.get("/api/v1/me/"))["email"] == colleague.email
    told = done(
        mine.patch("/api/v1/me/", {"preferred_name": "Ani", "language": "de", "email": "boss@halden.example"})
    )
    assert (told["preferred_name"], told["language"], told["email"]) == ("Ani", "de", colleague.email)
    assert mine.patch("/api/v1/me/", {"time_zone": "Mars/Base"}).status_code == 422


def test_the_policy_is_read(api):
    calendar = next(
        row for row in done(api.get("/api/v1/calendars/"))["results"] if row["name"] == "Office hours"
    )
    assert len(done(api.get(f"/api/v1/calendars/{calendar['id']}/"))["opening_hours"]) == 5
    [agreement] = done(api.get("/api/v1/agreements/"))["results"]
    assert {row["kind"] for row in agreement["targets"]} >= {"incident"}


def test_the_inbox_is_read_and_marked(as_, agent, colleague, team, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ticket = factories.incident(by=colleague, team=team)
        ticket.assign(to=agent, by=factories.PersonFactory(roles=["agent"], teams=[team]))
    from comms.models import Notification

    event = ticket.events.last()
    Notification.objects.filter(person=agent).delete()
    Notification.objects.create(
        event=event, person=agent, ticket=ticket, title="It is yours", at=event.at, reason="given"
    )
    client = as_(agent)
    assert [row["ticket"] for row in done(client.get("/api/v1/inbox/?unread=true"))["results"]] == [
        ticket.number
    ]
    assert done(client.post("/api/v1/inbox/read/", {"ticket": ticket.number}))["read"] == 1
    assert done(client.get("/api/v1/inbox/?unread=true"))["results"] == []
