"""Ninety days, the places of services, and one's own addresses, by API."""

from datetime import timedelta

import pytest
import time_machine

from tests.comms.status.conftest import NOW
from tests.comms.status.telling import notice
from tests.factories import ServiceFactory

URL = "/api/v1/status/"


@pytest.fixture(autouse=True)
def at_that_time():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def over(mail):
    return notice("investigating", "resolved", at=NOW - timedelta(days=3), services=(mail,))


def test_a_day_tells_what_was_not_fine_and_every_message(as_colleague, over, mail):
    [row] = as_colleague.get(f"{URL}days/").json()
    assert (row["on"], [each["number"] for each in row["notices"]]) == ("2026-11-15", [over.number])
    told = as_colleague.get(f"{URL}days/2026-11-15/").json()
    [span] = told["spans"]
    assert (span["service"], span["state"], span["since"]) == (mail.pk, "down", "2026-11-15T14:20:00Z")
    assert [said["phase"] for said in told["notices"][0]["messages"]] == ["resolved", "investigating"]
    assert as_colleague.get(f"{URL}days/2026-11-16/").json()["notices"] == []


@pytest.mark.parametrize("on", ["2026-13-45", "2020-01-01", "2026-11-19"])
def test_there_is_no_other_day(as_colleague, on):
    assert as_colleague.get(f"{URL}days/{on}/").status_code == 404


def test_what_was_told_to_others_is_on_no_day(as_colleague, as_agent, mail):
    notice("investigating", "resolved", at=NOW - timedelta(days=3), services=(mail,), everyone=False)
    assert as_colleague.get(f"{URL}days/").json() == []
    assert len(as_agent.get(f"{URL}days/").json()) == 1


def test_new_addresses_end_the_ones_before(as_colleague, client):
    before = as_colleague.get(f"{URL}addresses/").json()
    path = before["feed"].partition("/status/")[2]
    assert client.get(f"/status/{path}").status_code == 200
    after = as_colleague.post(f"{URL}addresses/").json()
    assert set(before) == set(after) == {"feed", "maintenance", "summary"}
    assert before["feed"] != after["feed"] == as_colleague.get(f"{URL}addresses/").json()["feed"]
    assert client.get(f"/status/{path}").status_code == 404


def test_every_service_has_its_place_at_the_same_cost(as_agent, mail, vault, django_assert_max_num_queries):
    address = f"{URL}services/"
    with django_assert_max_num_queries(9) as few:
        told = as_agent.get(address).json()["results"]
    assert [(row["name"], row["group"], row["shown"]) for row in told] == [
        ("Drawing vault", "", True), ("Mail", "Working together", True),
    ]  # fmt: skip
    ServiceFactory.create_batch(5)
    with django_assert_max_num_queries(len(few)):
        as_agent.get(address)
