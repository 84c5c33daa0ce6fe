"""A rehearsal by API, from its start to its score."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from comms.drill.rehearsing import end, start
from comms.models import Drill
from comms.notices.drafts import draft
from tests.comms.notices.conftest import TEXTS

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
URL, JSON = "/api/v1/drills/", "application/json"


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def test_it_is_started_spoken_in_and_ended(as_agent, service):
    with time_machine.travel(NOON, tick=False):
        made = as_agent.post(URL, {"story": "mail", "service": service.pk}, JSON)
        assert made.status_code == 201, made.json()
        address = f"{URL}{made.json()['id']}/"
        assert as_agent.post(URL, {"story": "mail"}, JSON).status_code == 409
        assert made.json()["allowed_verbs"] == ["publish"]
    with time_machine.travel(at(3), tick=False):
        words = as_agent.get(f"{address}draft/publish/").json()
        assert words["managers"]["what"]
        body = {"texts": words, "next_update_at": at(20).isoformat()}
        said = as_agent.post(f"{address}say/publish/", body, JSON)
        assert said.status_code == 200, said.json()
        assert [word["state"] for word in said.json()["due_words"]] == ["kept", "due"]
        assert len(said.json()["scenes"]) == 1
        assert as_agent.post(f"{address}say/publish/", body, JSON).status_code == 409
    with time_machine.travel(at(12), tick=False):
        told = as_agent.post(f"{address}end/").json()
        assert (told["kept"], told["over"], told["allowed_verbs"]) == (1, 2, [])
        assert told["points"] == told["time"] + told["words"] > 0
        assert as_agent.get(URL).json()["results"][0]["points"] == told["points"]


def test_a_word_without_a_promise_is_refused_and_so_is_one_after_the_end(agent, as_agent):
    drill = start(story="mail", by=agent, now=NOON)
    address = f"{URL}{drill.pk}/say/publish/"
    assert set(as_agent.post(address, {"texts": TEXTS}, JSON).json()["errors"]) == {"next_update_at"}
    end(drill, now=at(1))
    body = {"texts": draft(drill.notice, "publish"), "next_update_at": at(20).isoformat()}
    for where in (address, f"/api/v1/notices/{drill.notice.number}/say/publish/"):
        assert as_agent.post(where, body, JSON).status_code == 409
    assert Drill.objects.get().notice.open is False


def test_what_can_be_rehearsed_and_what_lies_ready(as_agent, as_colleague):
    assert "mail" in [row["story"] for row in as_agent.get(f"{URL}stories/").json()]
    prepared = as_agent.get(f"{URL}prepared/").json()
    assert len(prepared) == 5
    assert {each["filled"] for row in prepared for each in row["covered"]} == {5}
    assert as_colleague.get(URL).status_code == 404
    assert as_colleague.post(URL, {"story": "mail"}, JSON).status_code == 404


def test_the_list_costs_the_same_for_few_and_many(agent, as_agent, django_assert_max_num_queries):
    def rehearse(count):
        for _n in range(count):
            end(start(story="mail", by=agent, now=NOON), now=at(5))

    rehearse(1)
    as_agent.get(URL)
    with django_assert_max_num_queries(9) as few:
        as_agent.get(URL)
    rehearse(4)
    with django_assert_max_num_queries(len(few)):
        as_agent.get(URL)
