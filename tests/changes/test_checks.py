"""What a change model wants looked at before a change under it starts: each check is confirmed, or it does not start."""

import re
from html import unescape

import pytest
from rest_framework.test import APIClient

from changes.gates import Obstructed
from changes.models import Change, Status, Type
from tests.changes.kit import open_window
from tests.changes.pipelines.kit import FINISHED, STARTED, call, change_model, pipeline

pytestmark = pytest.mark.django_db
RIGHT, VALID = "It is for the right name", "The old one's still valid"


@pytest.fixture
def change(agent, change_manager, service) -> Change:
    model = change_model(change_manager, service, checks=[RIGHT, VALID], most_minutes=180)
    made = Change.propose(
        by=agent, title="A certificate", type=Type.STANDARD, model=model, service=service, description="For mail",
        **open_window(),
    )  # fmt: skip
    made.submit(by=agent)
    return made


def test_it_starts_when_each_check_is_confirmed_and_remembers_them(change, agent):
    for confirmed, open_ in (((), [RIGHT, VALID]), ((RIGHT,), [VALID]), ((RIGHT, "Another"), [VALID])):
        with pytest.raises(Obstructed) as refused:
            change.start(by=agent, confirmed=confirmed)
        assert [one.words for one in refused.value.obstacles] == [
            f"Confirm before it starts: “{check}”." for check in open_
        ]

    change.start(by=agent, confirmed=(VALID, RIGHT))

    assert change.status == Status.IMPLEMENTING
    assert change.events.get(verb="change.start").details["confirmed"] == [RIGHT, VALID]


def test_the_page_asks_for_each_of_them(change, as_agent):
    address = f"/changes/{change.number}/start/"
    page = as_agent.get(f"/changes/{change.number}/carry-out/").text
    assert f'hx-get="{address}"' in page  # a form to fill in, not one press
    boxes = re.findall(r'type="checkbox" name="confirmed" value="([^"]*)"', as_agent.get(address).text)
    assert [unescape(box) for box in boxes] == [RIGHT, VALID]

    half = as_agent.post(address, {"confirmed": [RIGHT]})
    assert half.status_code == 422
    assert "Until then it does not start." in half.text
    assert as_agent.post(address).status_code == 422

    assert as_agent.post(address, {"confirmed": [RIGHT, VALID]}).status_code == 302
    story = unescape(as_agent.get(f"/changes/{change.number}/conversation/").text)
    assert f"confirmed: {RIGHT} · {VALID}" in story
    assert "Confirmed before it started" in as_agent.get(f"/changes/{change.number}/review/").text


def test_without_checks_one_press_starts_it(change, as_agent):
    change.model.checks = []
    change.model.save()

    page = as_agent.get(f"/changes/{change.number}/carry-out/").text
    assert f'hx-post="/changes/{change.number}/start/"' in page
    assert as_agent.post(f"/changes/{change.number}/start/").status_code == 302


def test_by_api_they_are_told_and_each_is_named(change, agent):
    client, address = APIClient(), f"/api/v1/changes/{change.number}/"
    client.force_login(agent)
    assert client.get(address).data["checks"] == [RIGHT, VALID]
    refused = client.post(f"{address}start/", {"confirmed": [VALID]}, format="json")
    assert refused.status_code == 409
    assert [(one["key"], RIGHT in one["words"]) for one in refused.json()["obstacles"]] == [("check", True)]
    assert client.post(f"{address}start/", {"confirmed": [VALID, RIGHT]}, format="json").status_code == 200


def test_a_pipeline_says_what_it_looked_at_as_its_page_shows(change, agent, as_administrator):
    change.cancel(reason="A pipeline does it.", by=agent)
    portal = pipeline(agent, change.model)
    refused = call(portal, STARTED)
    assert (refused.status_code, len(refused.json()["obstacles"])) == (409, 2)

    lines = unescape(as_administrator.get(f"/changes/pipelines/{portal.key}/").text)
    assert '"confirmed": ["It is for the right name", "The old one\\u0027s still valid"]' in lines
    for event in (STARTED, FINISHED):
        assert call(portal, event | {"confirmed": [RIGHT, VALID]}).status_code == 200
