"""How many statements a page costs: few, and no more for more rows."""

import pytest
from django.core.cache import cache

from incidents.models import Incident
from tests.factories import PersonFactory, ServiceFactory, incident

LIST, TICKET = 10, 15


@pytest.fixture
def many(colleague, service, agent):
    def make(count):
        for number in range(count):
            made = incident(
                by=PersonFactory(), service=ServiceFactory(team=service.team), title=f"Trouble {number}"
            )
            if number % 2:
                made.take(by=agent)
        return Incident.objects.order_by("pk")

    return make


def statements(client, url, django_assert_max_num_queries, most):
    client.get(url)  # warm: sessions and the policy are kept
    with django_assert_max_num_queries(most) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


@pytest.mark.parametrize(
    "url",
    ["/desk/", "/desk/?view=open", "/desk/?view=silence", "/desk/?view=all&sort=changed", "/incidents/"],
)
def test_a_list_costs_the_same_for_two_rows_and_for_forty(url, many, as_agent, django_assert_max_num_queries):
    many(2)
    few = statements(as_agent, url, django_assert_max_num_queries, LIST)
    many(40)
    assert statements(as_agent, url, django_assert_max_num_queries, LIST) == few


def test_a_ticket_page_costs_the_same_for_eight_messages_and_for_forty(
    many, as_agent, agent, colleague, django_assert_max_num_queries
):
    ticket = many(2).last()
    for number in range(8):  # a longer one is looked at once more, whether it is time to talk
        ticket.reply(f"First word number {number}", by=agent)
    few = statements(as_agent, ticket.get_absolute_url(), django_assert_max_num_queries, TICKET)
    for number in range(30):
        ticket.reply(f"Word number {number} of many", by=PersonFactory())
    assert statements(as_agent, ticket.get_absolute_url(), django_assert_max_num_queries, TICKET) == few


def test_the_portal_and_search_stay_small_too(
    many, as_agent, as_colleague, colleague, service, django_assert_max_num_queries
):
    for number in range(20):
        incident(by=colleague, service=service, title=f"Printer {number}")
    statements(as_colleague, "/portal/", django_assert_max_num_queries, LIST)
    statements(as_agent, "/search/?q=printer", django_assert_max_num_queries, LIST)


@pytest.fixture(autouse=True)
def cold():
    cache.clear()
