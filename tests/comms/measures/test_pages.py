"""Where the figures of communication stand, and the lists that they open."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from comms.measures.places import TOLD
from comms.models import Addressee, Notice, Update
from itsm.insights.measures import Better, measure, standing
from tests.factories import PersonFactory, incident

SILENCES = [figure for figure in standing() if figure.key.startswith("silence")]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def told(agent, colleague, service):
    now = timezone.now()
    ticket = incident(by=colleague, service=service)
    made = Notice.objects.create(
        kind="outage",
        phase="investigating",
        title="Mail is down",
        ticket=ticket,
        opened_by=agent,
        opened_at=now,
        published_at=now,
    )
    Addressee.objects.bulk_create(
        Addressee(
            notice=made,
            person=PersonFactory(),
            why="serves",
            addressed_at=now - timedelta(days=1),
            delivered_at=now,
            seen_at=now,
        )
        for _n in range(25)
    )
    Update.objects.create(
        notice=made,
        verb="publish",
        phase="investigating",
        by=agent,
        at=now - timedelta(hours=2),
        next_update_at=now - timedelta(hours=1),
    )
    return made


def test_promises_on_notices_stand_with_the_promises_and_silence(as_manager, told):
    page = as_manager.get("/insights/").content.decode()
    names = [
        str(each.name) for each in (measure("promises_kept"), measure("notice_promises_kept"), *SILENCES)
    ]
    places = [page.index(f">{name}</") for name in names]
    assert places == sorted(places)
    assert 'href="/insights/figures/notice_promises_kept/?weeks=12"' in page


@pytest.mark.parametrize("key", ["promises_kept", "notice_promises_kept", *(each.key for each in TOLD)])
def test_each_figure_has_its_page_with_what_it_means_printed(as_manager, told, key):
    page = as_manager.get(f"/insights/figures/{key}/?weeks=12").content.decode()
    assert str(measure(key).formula).split(" ÷ ")[0].replace("−", "−") in page
    assert "counted at" in page
    assert ("er is better." in page) == (measure(key).better != Better.NEITHER)


def test_the_list_shows_the_notices_and_no_names(as_manager, told):
    page = as_manager.get("/insights/figures/reach/").content.decode()
    assert told.number in page
    assert "25 of 25" in page
    assert "Colleague " not in page


def test_a_broken_promise_on_a_notice_is_listed(as_manager, told):
    assert "nothing said yet" in as_manager.get("/insights/figures/notice_promises_kept/").content.decode()


def test_a_notice_of_a_restricted_ticket_is_counted_but_not_named(as_manager, told, agent):
    told.ticket.restrict(by=agent, restricted=True)
    assert told.number not in as_manager.get("/insights/figures/reach/").content.decode()


def test_what_is_no_figure_has_no_page(as_manager):
    assert as_manager.get("/insights/figures/nothing/").status_code == 404


@pytest.mark.parametrize("who", ["as_colleague", "as_agent", "as_change_manager"])
def test_only_who_may_see_the_overview_sees_its_lists(request, who):
    assert request.getfixturevalue(who).get("/insights/figures/reach/").status_code == 403


def test_the_overview_stays_within_its_statements(as_manager, told, django_assert_max_num_queries):
    as_manager.get("/insights/")
    cache.clear()
    with django_assert_max_num_queries(25):
        as_manager.get("/insights/")
