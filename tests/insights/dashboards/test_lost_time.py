"""Lost time: capped, summed, and how few make most of it."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from itsm.frame import practices
from itsm.insights.dashboards.losses import Lost, waited
from itsm.insights.dashboards.lost_time import by_service, source
from itsm.insights.dashboards.page import Page
from itsm.insights.forms import About
from itsm.insights.measures import Filter
from itsm.tickets.models import Clock
from tests.insights.times import percentile

pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen(desk):
    return Filter(since=desk.now - timedelta(weeks=12), until=desk.now + timedelta(hours=1))


def test_what_is_above_the_cap_counts_as_the_cap(desk, chosen):
    """Counted again in Python: every resolution's hours, each at most their 99th percentile."""
    clocks = Clock.objects.filter(kind="resolution", passed__isnull=False, ticket__number__startswith="DSH")
    hours = sorted(passed / 3600 for passed in clocks.values_list("passed", flat=True))
    cap = percentile(hours, 0.99)
    found = waited(chosen)
    assert found.n == len(hours)
    assert found.cap == pytest.approx(cap)
    assert found.total == pytest.approx(sum(min(each, cap) for each in hours))
    assert found.mean == pytest.approx(found.total / found.n)
    assert sum(total for total, _n in found.by_service.values()) == pytest.approx(found.total)


def test_how_few_tickets_make_most_of_it(desk, chosen):
    """From the longest on, until what came before reaches 80 % of the whole."""
    found = waited(chosen)
    clocks = Clock.objects.filter(kind="resolution", passed__isnull=False, ticket__number__startswith="DSH")
    capped = sorted(
        (min(passed / 3600, found.cap) for passed in clocks.values_list("passed", flat=True)), reverse=True
    )
    before, few = 0.0, 0
    for hours in capped:
        few += before < 0.8 * found.total - 1e-9
        before += hours
    assert found.few == few


def test_an_empty_period_lost_nothing(desk):
    long_ago = desk.now - timedelta(days=4000)
    found = waited(Filter(since=long_ago, until=long_ago + timedelta(days=7)))
    assert (found.n, found.total, found.mean, found.few, found.cap) == (0, 0, None, None, None)


def test_the_page_says_what_it_shows_while_nobody_is_asked(as_reader, desk):
    page = as_reader.get("/insights/lost-time/").content.decode()
    assert "Too few colleagues have stated yet" in page
    assert "above the 99th percentile" in page


@pytest.fixture
def without_surveys(settings):
    settings.PRACTICES = ["incidents"]
    practices.forget()
    yield
    practices.forget()


def test_where_nobody_is_asked_it_does_not_say_that_too_few_answered(desk, without_surveys):
    assert source(Lost(stated=False, n=0, total=0)).startswith("Colleagues are not asked what it cost them.")


def test_what_no_list_can_hold_is_no_link_and_says_where_it_is(desk):
    """Statements on tickets without a service, and those of services with too few each."""
    service = desk.services["Printing"]
    found = Lost(stated=True, n=60, total=90.0, by_service={service.pk: (50.0, 20), None: (30.0, 22)})
    panel = by_service(Page.asked(About(QueryDict("")), person=desk.manager), found)
    marks = {mark.name: mark for mark in panel.marks}
    assert f"service={service.pk}" in marks[service.name].href
    assert (marks["No service"].href, marks["Others, too few each"].href) == ("", "")
    assert marks["Others, too few each"].said == "10 h on 18 tickets"
    assert "in the list of every statement" in panel.says


def test_fewer_than_twenty_have_no_mean():
    assert Lost(stated=True, n=19, total=38.0).mean is None
    assert Lost(stated=True, n=20, total=40.0).mean == 2.0
