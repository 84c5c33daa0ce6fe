"""The desk's tabs by API, the silence board among them: the same question and the same order as on the page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from itsm.tickets.console import VIEWS
from itsm.tickets.models import Ticket
from tests import factories

URL = "/api/v1/"


@pytest.fixture
def silences(colleague, team):
    """Nobody has said anything for one, three and two hours. The first is of priority 1: for half an hour too long."""
    begun = [timezone.now() - timedelta(hours=hours) for hours in (1, 3, 2)]
    made = [factories.incident(by=colleague, team=team, now=at) for at in begun]
    for ticket, priority in zip(made, (1, 4, 4), strict=True):
        Ticket.objects.filter(pk=ticket.pk).update(priority=priority)
    return [ticket.number for ticket in made]


def numbers(answer):
    assert answer.status_code == 200, answer.json()
    return [row["number"] for row in answer.json()["results"]]


@pytest.mark.parametrize("kind", ["tickets", "incidents"])
def test_on_the_silence_board_stands_first_who_is_over_their_limit(kind, api, silences):
    first, longest, shorter = silences
    assert numbers(api.get(f"{URL}{kind}/?view=silence")) == [first, longest, shorter]
    page = api.get(f"{URL}{kind}/?view=silence&limit=2").json()
    assert [row["number"] for row in api.get(page["next"]).json()["results"]] == [shorter]
    assert numbers(api.get(f"{URL}{kind}/?view=silence&priority=4")) == [longest, shorter]


@pytest.mark.parametrize("view", [view.slug for view in VIEWS])
def test_every_tab_can_be_asked_for(view, api, incident):
    assert numbers(api.get(f"{URL}incidents/?view={view}")) in ([], [incident.number])


def test_a_tab_that_does_not_exist_is_refused_and_a_colleague_has_none(api, mine, incident):
    assert set(api.get(f"{URL}tickets/?view=nothing").json()["errors"]) == {"view"}
    assert numbers(mine.get(f"{URL}tickets/?view=mine")) == [incident.number]
    assert mine.get(f"{URL}desk/").status_code == 404


def test_the_tabs_say_how_many_stand_in_them(api, silences):
    counts = {tab["view"]: tab["count"] for tab in api.get(f"{URL}desk/").json()}
    assert list(counts) == [view.slug for view in VIEWS]
    assert (counts["team"], counts["silence"], counts["all"]) == (3, 1, None)


def test_the_board_costs_the_same_for_few_and_many(
    api, silences, colleague, team, django_assert_max_num_queries
):
    address = f"{URL}tickets/?view=silence"
    api.get(address)
    with django_assert_max_num_queries(9) as few:
        api.get(address)
    for _n in range(5):
        factories.incident(by=colleague, team=team)
    with django_assert_max_num_queries(len(few)):
        api.get(address)
