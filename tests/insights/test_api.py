"""The overview's figures by API: the same figures, for the same readers."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from itsm.insights.placing import keys, standing_here
from tests.insights.fill import fill

pytestmark = pytest.mark.django_db
URL = "/api/v1/figures/"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    """What is not read from days is kept for a minute, longer than a test takes."""
    cache.clear()


def test_every_figure_of_the_overview_says_how_it_is_counted(as_manager, team, agent):
    fill(300, team=team.pk, person=agent.pk, now=timezone.now(), apart=7200)
    told = {figure["key"]: figure for figure in as_manager.get(URL).json()}
    assert list(told) == [*keys(), *(one.key for one in standing_here())]
    opened = told["opened"]
    assert (opened["unit"], opened["now"]["value"]) == ("count", 300)
    assert all(figure["formula"] and figure["population"] for figure in told.values())
    assert told["silence_over"]["before"] is None
    assert "notice_promises_kept" in told


def test_one_of_them_has_its_course_and_its_records(as_manager, team, agent):
    fill(100, team=team.pk, person=agent.pk, now=timezone.now(), apart=7200)
    told = as_manager.get(f"{URL}opened/", {"weeks": "26"}).json()
    assert (len(told["course"]), sum(stretch["n"] for stretch in told["course"])) == (13, 100)
    assert as_manager.get(f"{URL}reach/").json()["records"] == []
    assert as_manager.get(f"{URL}nothing/").status_code == 404


def test_a_choice_that_does_not_exist_is_refused(as_manager, team):
    assert as_manager.get(URL, {"team": team.pk}).status_code == 200
    answer = as_manager.get(URL, {"team": team.pk + 1, "weeks": "13"})
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"team", "weeks"})


def test_managers_and_administrators_read_them(as_colleague, as_agent, as_change_manager, as_administrator):
    clients = (as_colleague, as_agent, as_change_manager, as_administrator)
    assert [client.get(URL).status_code for client in clients] == [404, 403, 403, 200]
