"""Lists: pages by cursor, filters, order, and a cost that does not grow with the rows."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from incidents.api.shapes import IncidentShape
from incidents.models import Incident
from itsm.frame.api.pages import LARGEST
from itsm.tickets.api.shapes import TicketDetail, TicketRow
from itsm.tickets.models import Ticket
from tests import factories


@pytest.fixture
def seven(colleague, team):
    return [factories.incident(by=colleague, team=team, title=f"Trouble {n}") for n in range(7)]


def numbers(answer):
    assert answer.status_code == 200, answer.json()
    return [row["number"] for row in answer.json()["results"]]


def test_following_next_gives_every_row_once_and_previous_leads_back(api, seven):
    newest_first = [ticket.number for ticket in reversed(seven)]
    pages, answer = [], api.get("/api/v1/incidents/?limit=3")
    while True:
        pages.append(numbers(answer))
        if answer.json()["next"] is None:
            break
        answer = api.get(answer.json()["next"])
    assert pages == [newest_first[:3], newest_first[3:6], newest_first[6:]]
    assert numbers(api.get(answer.json()["previous"])) == newest_first[3:6]


def test_a_page_is_stable_while_others_come_in(api, seven, colleague, team):
    first = api.get("/api/v1/tickets/?limit=3").json()
    factories.incident(by=colleague, team=team)
    assert numbers(api.get(first["next"])) == [ticket.number for ticket in reversed(seven[1:4])]


def test_a_page_has_25_rows_unless_asked_and_at_most_100(api, seven):
    assert api.get(f"/api/v1/incidents/?limit={LARGEST + 1}").status_code == 422
    assert api.get("/api/v1/incidents/?limit=x").status_code == 422
    Incident.objects.filter(pk=seven[0].pk).update(title="kept")
    assert len(numbers(api.get("/api/v1/incidents/"))) == 7


def test_a_cursor_made_by_hand_is_refused_and_never_begins_again(api, seven):
    assert api.get("/api/v1/incidents/?cursor=abc").status_code == 422
    cursor = parse_qs(urlsplit(api.get("/api/v1/incidents/?limit=3").json()["next"]).query)["cursor"][0]
    assert api.get("/api/v1/incidents/", {"sort": "changed", "cursor": cursor}).status_code == 422


def test_a_cursor_behind_the_last_row_is_an_empty_page(api, seven):
    after = api.get("/api/v1/incidents/?limit=6").json()["next"]
    Incident.objects.filter(pk=seven[0].pk).update(opened_at=timezone.now())
    assert numbers(api.get(after)) == []


QUESTIONS = {
    "status=in_progress": "taken",
    "status=in_progress,on_hold": "taken",
    "assignee=me": "taken",
    "assignee=none": "waiting urgent",
    "team=mine": "taken waiting urgent",
    "team=999": "",
    "priority=1": "urgent",
    "holder=agent": "taken",
    "open=false": "",
    "open=true&q=trouble": "taken waiting",
    "q=keyboard": "waiting",
    "q=\"paper jam\"": "taken",
    "kind=problem": "",
    "service=none": "taken waiting urgent",
    "dropped=true": "waiting",
    "silent=3": "waiting",
    "due=overdue": "waiting",
    "watcher=true": "taken",
    "waiting=true": "waiting",
    "major=true": "",
    "restricted=false": "taken waiting urgent",
    "requester=me": "",
    "escalated=true": "",
    "breached=false": "taken waiting urgent",
    "opened_before=2000-01-01T00:00:00Z": "",
}  # fmt: skip


@pytest.fixture
def three(agent, colleague, team):
    made = {
        "taken": factories.incident(by=colleague, team=team, title="Trouble with paper"),
        "waiting": factories.incident(by=colleague, team=team, title="Trouble with keys"),
        "urgent": factories.incident(by=colleague, team=team, title="Fire", impact=1, urgency=1),
    }
    made["taken"].take(by=agent)
    made["taken"].add_person(agent, "watcher", by=agent)
    made["taken"].reply("We look at the paper jam at once", by=agent)
    made["waiting"].reply("It is the keyboard, by the way", by=colleague)
    long_ago = timezone.now() - timedelta(hours=5)
    Ticket.objects.filter(pk=made["waiting"].pk).update(
        opened_at=long_ago, drops_at=long_ago, due_at=long_ago
    )
    return made


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_list_answers(question, api, three):
    for address in ("/api/v1/tickets/", "/api/v1/incidents/"):
        found = set(numbers(api.get(f"{address}?{question}")))
        assert found == {three[name].number for name in QUESTIONS[question].split()}


@pytest.mark.parametrize("sort", ["due", "promise", "priority", "silence", "drops", "opened", "changed"])
def test_every_order_pages_through_all(sort, api, three):
    first = api.get(f"/api/v1/tickets/?sort={sort}&limit=2").json()
    rest = api.get(first["next"]).json()
    told = [row["number"] for row in first["results"] + rest["results"]]
    assert sorted(told) == sorted(ticket.number for ticket in three.values())


@pytest.mark.parametrize("address", ["/api/v1/tickets/?open=true", "/api/v1/incidents/?open=true&q=trouble"])
def test_a_list_costs_at_most_five_statements_however_long(
    address, api, seven, colleague, team, django_assert_max_num_queries
):
    api.get(address)  # the session is cached from now on
    with django_assert_max_num_queries(5) as few:
        api.get(address)
    for _ in range(9):
        factories.incident(by=colleague, team=team, title="Trouble again")
    with django_assert_max_num_queries(len(few)):
        assert len(numbers(api.get(address))) == 16


@pytest.mark.parametrize("path", ["events", "attachments", "links", "people", "clocks", "hand-overs"])
def test_what_hangs_on_a_ticket_costs_the_same_however_much_it_is(
    path, api, agent, colleague, team, django_assert_max_num_queries
):
    ticket = factories.incident(by=colleague, team=team)
    address = f"/api/v1/incidents/{ticket.number}/{path}/"
    for n in range(3):
        ticket.reply(f"Word number {n} of this story", by=agent)
        ticket.add_person(factories.PersonFactory(), "cc", by=agent)
        ticket.link(factories.incident(by=colleague, team=team), "relates", by=agent)
    with django_assert_max_num_queries(9):
        assert api.get(address).status_code == 200


@pytest.mark.parametrize(
    ("shape", "address"),
    [
        (TicketRow, "tickets"),
        (TicketRow, "incidents"),
        (TicketDetail, "tickets/{}"),
        (IncidentShape, "incidents/{}"),
    ],
)
def test_what_is_told_is_what_the_schema_says(shape, address, api, incident):
    told = api.get(f"/api/v1/{address.format(incident.number)}/").json()
    row = told["results"][0] if "results" in told else told
    assert set(row) == set(shape().fields)


@pytest.mark.parametrize("program", ["api", "mine"])
def test_a_row_says_of_a_ticket_what_its_own_address_says(program, request, agent, service, incident):
    incident.edit(by=agent, service=service)
    incident.take(by=agent)
    incident.reply("We look into it at once", by=agent)
    client = request.getfixturevalue(program)
    [row] = client.get("/api/v1/incidents/").json()["results"]
    detail = client.get(f"/api/v1/incidents/{incident.number}/").json()
    assert row == {name: detail[name] for name in row}
