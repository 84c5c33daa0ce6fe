"""How many statements a page costs: few, and no more for more rows."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.notices.mine import BROKEN
from incidents.models import Incident
from itsm.tickets import hints
from tests.factories import PersonFactory, ServiceFactory, incident

LIST, TICKET, PORTAL, SEARCH = 10, 11, 15, 10


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


def statements(client, url, most):
    """The fewer of two: sessions and the policy are kept, and what is kept for a moment may run out at any time."""
    client.get(url)
    said = min((asked(client, url) for _time in range(2)), key=len)
    assert len(said) <= most, "\n".join(said)
    return len(said)


def asked(client, url):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return [each["sql"] for each in counted]


@pytest.mark.parametrize(
    "url",
    ["/desk/", "/desk/?view=open", "/desk/?view=silence", "/desk/?view=all&sort=changed", "/incidents/"],
)
def test_a_list_costs_the_same_for_two_rows_and_for_forty(url, many, as_agent):
    many(2)
    few = statements(as_agent, url, LIST)
    many(40)
    assert statements(as_agent, url, LIST) == few


def test_a_ticket_page_costs_the_same_for_eight_messages_and_for_forty(many, as_agent, agent, colleague):
    hints.forget(BROKEN)
    hints.remembered(
        BROKEN, lambda: True, seconds=60
    )  # an outage runs somewhere, so each page asks whether it is theirs
    ticket = many(2).last()
    for number in range(8):  # a longer one is looked at once more, whether it is time to talk
        ticket.reply(f"First word number {number}", by=agent)
    few = statements(as_agent, ticket.get_absolute_url(), TICKET)
    for number in range(30):
        ticket.reply(f"Word number {number} of many", by=PersonFactory())
    assert statements(as_agent, ticket.get_absolute_url(), TICKET) == few


def test_the_portal_and_search_stay_small_too(many, as_agent, as_colleague, colleague, service):
    for number in range(20):
        incident(by=colleague, service=service, title=f"Printer {number}")
    statements(as_colleague, "/portal/", PORTAL)
    statements(as_agent, "/search/?q=printer", SEARCH)  # each source is asked, however many rows it has


@pytest.fixture(autouse=True)
def cold():
    cache.clear()
    hints.forget(BROKEN)
    yield
    hints.forget(BROKEN)  # it is kept outside the transaction that is rolled back
