"""Teams: their page, their members, and the one first line."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from itsm.people.models import Team
from tests.factories import PersonFactory, TeamFactory

NEW = {
    "name": "Networks",
    "purpose": "Offices online.",
    "mailbox": "Net@halden.example",
    "handover_minutes": "45",
    "is_active": "on",
}


def test_a_team_is_added_with_its_lead_and_target(as_administrator, agent):
    answer = as_administrator.post("/people/teams/new/", NEW | {"lead": agent.email})
    networks = Team.objects.get(name="Networks")
    assert answer.url == networks.get_absolute_url()
    assert networks.lead == agent
    assert networks.handover_target == timedelta(minutes=45)
    assert networks.mailbox == "net@halden.example"


def test_a_team_needs_a_name_of_its_own_and_a_target(as_administrator, team):
    answer = as_administrator.post("/people/teams/new/", NEW | {"name": team.name, "handover_minutes": "0"})
    assert answer.status_code == 422
    assert Team.objects.count() == 1


def test_editing_shows_what_is_and_keeps_the_heading_when_refused(as_administrator, team):
    assert 'value="30"' in as_administrator.get(f"/people/teams/{team.pk}/edit/").content.decode()
    refused = as_administrator.post(f"/people/teams/{team.pk}/edit/", NEW | {"name": ""})
    assert refused.status_code == 422
    assert "Edit Service desk" in refused.content.decode()


def test_members_come_and_go(as_administrator, team, colleague):
    as_administrator.post(f"/people/teams/{team.pk}/join/", {"person": colleague.email.upper()})
    assert list(team.members.all()) == [colleague]
    as_administrator.post(f"/people/teams/{team.pk}/leave/{colleague.pk}/")
    assert not team.members.exists()
    assert as_administrator.post(f"/people/teams/{team.pk}/leave/{colleague.pk}/").status_code == 404


def test_adding_a_stranger_is_refused_on_the_page(as_administrator, team):
    answer = as_administrator.post(f"/people/teams/{team.pk}/join/", {"person": "no.one@halden.example"})
    assert answer.status_code == 422
    assert "Nobody here has the address" in answer.content.decode()


def test_the_teams_page_costs_the_same_for_many_members(as_agent, agent, team, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as few:
        as_agent.get(f"/people/teams/{team.pk}/")
    PersonFactory.create_batch(20, teams=[team])
    with django_assert_max_num_queries(len(few)):
        as_agent.get(f"/people/teams/{team.pk}/")
    with django_assert_max_num_queries(6):
        as_agent.get("/people/teams/")


# The first line -----------------------------------------------------------------------------------------------------


@pytest.fixture
def first(team) -> Team:
    team.become_first_line()
    return team


def first_line() -> list[str]:
    return [team.name for team in Team.objects.filter(first_line=True)]


def test_switching_the_first_line_on_takes_it_from_the_other_team(as_administrator, first):
    as_administrator.post("/people/teams/new/", NEW | {"first_line": "on"})
    assert first_line() == ["Networks"]
    as_administrator.post(f"/people/teams/{first.pk}/edit/", NEW | {"name": first.name, "first_line": "on"})
    assert first_line() == [first.name]


def test_the_first_line_is_not_switched_off_only_moved(as_administrator, first):
    as_administrator.post(f"/people/teams/{first.pk}/edit/", NEW | {"name": first.name, "is_active": ""})
    first.refresh_from_db()
    assert first.first_line
    assert first.is_active


def test_a_sleeping_team_wakes_up_as_first_line(first):
    asleep = TeamFactory(is_active=False)
    asleep.become_first_line()
    assert first_line() == [asleep.name]
    assert Team.objects.get(pk=asleep.pk).is_active


@pytest.mark.django_db(transaction=True)
def test_two_administrators_moving_it_at_once_leave_one_first_line():
    TeamFactory(first_line=True)
    teams, failures = TeamFactory.create_batch(2), []

    def move(team: Team) -> None:
        try:
            with transaction.atomic():
                team.become_first_line()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=[team]) for team in teams]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(first_line()) == 1
