"""Who knew what, when, and the moment the cause was found, by API."""

import pytest

from comms.models import Addressee, Notice
from incidents.models import MajorIncident
from tests.comms.knowing.conftest import at
from tests.factories import PersonFactory, incident

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def address(outage):
    return f"/api/v1/incidents/{outage.number}/knowing/"


def test_it_tells_what_the_page_tells(address, as_agent):
    told = as_agent.get(address).json()
    assert [fact["about"] for fact in told["facts"]] == ["detected", "declared", "cause", "resolved"]
    assert (told["minutes"], told["minute"], len(told["marks"])) == (76, 76, 13)
    [row] = told["audiences"]
    assert (row["audience"], row["addressed"], row["seen"], row["acknowledged"]) == ("colleagues", 5, 3, 3)
    assert [known["gap"] for known in row["gaps"]] == [600, 240, 480, 300]


def test_at_a_minute_it_says_what_could_be_known_then(address, as_agent):
    [row] = as_agent.get(address, {"minute": 31}).json()["audiences"]
    assert [(known["about"], known["gap"]) for known in row["known"]] == [
        ("detected", 600), ("declared", 240), ("cause", None),
    ]  # fmt: skip
    assert as_agent.get(address, {"minute": 5000}).json()["minute"] == 76
    for minute in ("-1", "x"):
        assert set(as_agent.get(address, {"minute": minute}).json()["errors"]) == {"minute"}


def test_its_notice_tells_the_same_story(outage, address, as_agent):
    number = Notice.objects.get().number
    told = as_agent.get(f"/api/v1/notices/{number}/knowing/").json()
    assert told["facts"] == as_agent.get(address).json()["facts"]


def test_it_is_for_the_desk_and_of_a_restricted_ticket_for_who_may(
    outage, address, agent, as_colleague, as_agent, as_outsider
):
    theirs = f"/api/v1/notices/{Notice.objects.get().number}/knowing/"
    assert as_colleague.get(address).status_code == 404
    outage.restrict(by=agent, restricted=True)
    assert as_agent.get(address).status_code == 200
    assert [as_outsider.get(each).status_code for each in (address, theirs)] == [404, 404]


def test_it_costs_the_same_for_few_and_many(address, as_agent, django_assert_max_num_queries):
    as_agent.get(address)
    with django_assert_max_num_queries(20) as few:
        as_agent.get(address)
    Addressee.objects.bulk_create(
        Addressee(notice=Notice.objects.get(), person=PersonFactory(), why="everyone", addressed_at=at(10), seen_at=at(11))
        for _n in range(20)
    )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        as_agent.get(address)


def test_the_cause_is_written_down_on_a_running_major_incident_only(
    colleague, agent, service, as_agent, as_colleague
):
    ticket = incident(by=colleague, service=service)
    address, body = f"/api/v1/incidents/{ticket.number}/find-cause/", {"words": "A disk is full."}
    assert as_agent.post(address, body, JSON).status_code == 409
    assert not ticket.events.filter(verb="ticket.find_cause").exists()
    MajorIncident.propose(ticket, impact="Nobody can write", by=agent).promote(
        lead=agent, communications=agent, by=agent
    )
    assert as_agent.post(address, {"words": " "}, JSON).status_code == 422
    assert as_colleague.post(address, body, JSON).status_code == 403
    told = as_agent.post(address, body, JSON)
    assert (told.status_code, told.json()["verb"], told.json()["audience"]) == (
        201, "ticket.find_cause", "internal",
    )  # fmt: skip
