"""The list of changes: what is open by its window, with the columns that only changes have; and the same by API."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from changes.models import Change
from tests.changes.kit import proposed

DAY = timedelta(days=1)


@pytest.fixture
def three(agent, service, colleague):
    """Of two weeks ahead, of next week, and without a window; and one that is closed."""
    starts = timezone.now() + 14 * DAY
    far = proposed(by=agent, service=service, starts_at=starts, ends_at=starts + DAY / 12)
    near = proposed(by=agent, service=service, starts_at=starts - 7 * DAY, ends_at=starts - 6 * DAY)
    none = Change.propose(by=agent, title="Some day", service=service)
    done = proposed(by=agent, service=service, status="closed")
    Change.objects.filter(pk=near.pk).update(risk_level="high")
    return far, near, none, done


def numbers(page: str) -> list[str]:
    return re.findall(r'<tr id="(CHG-\d+)"', page)


def test_what_is_open_stands_by_its_window_and_everything_by_its_age(three, as_agent):
    far, near, none, done = (change.number for change in three)
    page = as_agent.get("/changes/").text
    assert numbers(page) == [near, far, none]
    row = page[page.index(f'id="{near}"') :].partition("</tr>")[0]
    for said in ("High", "Normal", "1 d", f'datetime="{three[1].starts_at:%Y-%m-%dT%H}'):
        assert said in row
    assert numbers(as_agent.get("/changes/?view=all").text) == [done, none, near, far]
    assert numbers(as_agent.get("/changes/?view=all&sort=window").text)[-1] == none


def test_a_window_that_went_by_stands_out(three, as_agent):
    past = timezone.now() - DAY
    Change.objects.filter(pk=three[0].pk).update(starts_at=past, ends_at=past + DAY / 2)
    page = as_agent.get("/changes/?columns=window").text
    assert re.search(f'id="{three[0].number}".*?<td class="late">', page)
    assert page.count('class="late"') == 1


def test_lists_of_every_ticket_know_none_of_it(three, as_agent, django_assert_max_num_queries):
    desk = as_agent.get("/desk/?view=open&columns=window,risk,status&sort=window")
    assert desk.status_code == 200
    assert "Window" not in desk.text
    with django_assert_max_num_queries(10) as asked:
        as_agent.get("/desk/?view=open")
    assert not any("changes_change" in query["sql"] for query in asked.captured_queries)


def test_more_rows_cost_no_more_statements(three, as_agent, agent, service, django_assert_num_queries):
    as_agent.get("/changes/")
    with django_assert_num_queries(2) as asked:
        as_agent.get("/changes/")
    for n in range(3):
        Change.propose(by=agent, title=f"Change {n}", service=service)
    with django_assert_num_queries(len(asked)):
        as_agent.get("/changes/")


def test_by_api_they_are_sorted_by_window_and_say_it(three, agent, colleague):
    client = APIClient()
    client.force_login(agent)
    rows = client.get("/api/v1/changes/?sort=window&open=true").json()["results"]
    assert [row["number"] for row in rows] == [three[1].number, three[0].number, three[2].number]
    assert (rows[0]["risk_level"], rows[0]["type"], rows[2]["starts_at"]) == ("high", "normal", None)
    client.force_login(colleague)
    assert client.get("/api/v1/changes/?sort=window").status_code == 422
