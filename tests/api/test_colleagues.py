"""What a colleague's program is told: their own things, and nothing the desk keeps to itself."""

import json

import pytest

from incidents.models import Category, MajorIncident
from itsm.tickets.api.shapes import FOR_THE_DESK
from tests import factories

SECRET = "xyzzy"
OF_EVENTS = {"channel"}  # how a public message came is theirs to know


@pytest.fixture
def storied(colleague, agent, outsider, team):
    """An incident with everything internal that there is, each time with the secret word."""
    ticket = factories.incident(by=colleague, team=team)
    network = outsider.teams.get()
    ticket.take(by=agent)
    ticket.note(f"{SECRET} between us", by=agent)
    ticket.hand_over(
        to_team=network,
        found=f"{SECRET} found",
        colleague_knows=f"{SECRET} known",
        promised=f"{SECRET} said",
        by=agent,
    )
    ticket.return_(reason=f"{SECRET} not ours", by=outsider)
    ticket.edit(by=agent, impact=2)
    MajorIncident.propose(ticket, impact=f"{SECRET} impact", by=agent).decline(
        reason=f"{SECRET} no", by=agent
    )
    ticket.link(factories.incident(by=outsider, team=team, title=SECRET), "relates", by=agent)
    ticket.reply("We know what it is and fix it now", by=agent)
    return ticket


@pytest.mark.parametrize("path", ["tickets/", "tickets/{}/", "incidents/", "incidents/{}/", "incidents/{}/events/",
                                  "incidents/{}/attachments/", "search/?q=mail", "similar/?title=mail", "incidents/announced/"])  # fmt: skip
def test_nothing_internal_is_told(path, mine, storied):
    answer = mine.get(f"/api/v1/{path.format(storied.number)}")
    told = json.dumps(answer.json())
    assert answer.status_code == 200
    assert SECRET not in told
    for name in set(FOR_THE_DESK) - OF_EVENTS:
        assert f'"{name}"' not in told


@pytest.mark.parametrize("path", ["clocks", "hand-overs", "links", "people", "review"])
def test_what_is_the_desks_does_not_exist(path, mine, storied):
    assert mine.get(f"/api/v1/incidents/{storied.number}/{path}/").status_code == 404


def test_the_story_is_the_public_one(mine, storied):
    story = mine.get(f"/api/v1/incidents/{storied.number}/events/").json()["results"]
    assert {event["audience"] for event in story} == {"public"}
    assert [event["comment"] for event in story if event["comment"]] == ["We know what it is and fix it now"]


def test_searching_for_an_internal_word_finds_nothing(mine, api, storied):
    for path in ("search/?q={}", "incidents/?q={}"):
        found = mine.get("/api/v1/" + path.format(SECRET)).json()
        assert not found.get("tickets", found.get("results"))
    assert api.get(f"/api/v1/search/?q={SECRET}").json()["tickets"]


def test_the_desks_questions_are_not_answered(mine, storied):
    by_the_desk = mine.get("/api/v1/incidents/?handover_count=1&dropped=true&breached=true&sort=opened")
    assert [row["number"] for row in by_the_desk.json()["results"]] == [storied.number]
    assert mine.get("/api/v1/incidents/?sort=due").status_code == 422


def test_a_stranger_finds_nothing(as_, storied):
    stranger = as_(factories.PersonFactory())
    assert stranger.get("/api/v1/incidents/").json()["results"] == []
    for method, path in [
        ("get", ""),
        ("patch", ""),
        ("get", "events/"),
        ("post", "reply/"),
        ("post", "me-too/"),
    ]:
        answer = getattr(stranger, method)(f"/api/v1/incidents/{storied.number}/{path}")
        assert answer.status_code == 404


def test_a_colleague_reports_answers_and_withdraws(mine, team, colleague):
    team.become_first_line()
    made = mine.post(
        "/api/v1/incidents/", {"title": "Mail is down", "urgency": 2, "since_when": "this morning"}
    )
    assert (made.status_code, made.json()["requester"]["name"]) == (201, colleague.name)
    address = f"/api/v1/incidents/{made.json()['number']}/"
    told = mine.post(
        address + "reply/", {"words": "It is the whole floor", "until": "2000-01-01T00:00:00Z", "seen": 0}
    )
    assert (told.status_code, told.json()["comment"], told.json()["channel"]) == (
        201,
        "It is the whole floor",
        "api",
    )
    assert mine.post(address + "cancel/", {"reason": "It was the cable"}).json()["status"] == "cancelled"


def test_a_word_to_a_closed_incident_begins_a_follow_up(mine, colleague, team):
    closed = factories.incident(by=colleague, team=team, status="closed")
    told = mine.post(f"/api/v1/incidents/{closed.number}/reply/", {"words": "It is down again"}).json()
    assert told["ticket"] != closed.number


def test_only_the_desk_says_for_whom_and_where(mine, agent, team):
    about = {
        "requester": agent.pk,
        "team": team.pk,
        "category": Category.objects.create(name="Mail").pk,
        "restricted": True,
    }
    answer = mine.post("/api/v1/incidents/", {"title": "Mail is down", **about})
    assert set(answer.json()["errors"]) == set(about)


def test_everyone_may_say_me_too_to_what_is_announced(as_, storied, agent):
    stranger = as_(person := factories.PersonFactory())
    MajorIncident.propose(storied, impact="Nobody has mail", by=agent).promote(
        lead=agent, communications=agent, by=agent
    )
    assert [row["number"] for row in stranger.get("/api/v1/incidents/announced/").json()["results"]] == [
        storied.number
    ]
    answer = stranger.post(f"/api/v1/incidents/{storied.number}/me-too/")
    assert (answer.status_code, answer.json()["affected_count"]) == (200, 1)
    assert storied.participants.filter(person=person, part="affected").exists()


def test_services_are_named_and_no_more(mine, service):
    [told] = mine.get("/api/v1/services/").json()["results"]
    assert set(told) == {"id", "name", "purpose"}


@pytest.mark.parametrize("path", ["people", "teams", "sites", "calendars", "agreements", "macros", "views"])
def test_lists_of_the_desk_do_not_exist(path, mine):
    assert mine.get(f"/api/v1/{path}/").status_code == 404
