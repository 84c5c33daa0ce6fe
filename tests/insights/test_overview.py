"""The overview page: who sees it, what it says, what it costs."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from itsm.insights.placing import shown_here
from itsm.tickets.models import Ticket
from tests.factories import incident
from tests.insights.fill import fill
from tests.insights.marks import listed

ADDRESS = "/insights/"
MOST_STATEMENTS = 25

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    """What is not read from days is kept for a minute, longer than a test takes."""
    cache.clear()


@pytest.fixture
def filled(team, agent):
    fill(2_000, team=team.pk, person=agent.pk, now=timezone.now(), apart=7200)


@pytest.mark.parametrize("who", ["as_colleague", "as_agent", "as_change_manager"])
def test_only_managers_and_administrators_see_it(request, who):
    assert request.getfixturevalue(who).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("who", ["as_manager", "as_administrator"])
def test_managers_and_administrators_do(request, who):
    assert request.getfixturevalue(who).get(ADDRESS).status_code == 200


def test_it_is_the_first_entry_of_a_managers_rail(as_manager):
    page = as_manager.get(ADDRESS).content.decode()
    entries = [line for line in page.splitlines() if 'class="rail-link" href=' in line]
    assert 'href="/insights/"' in entries[0]


def test_an_empty_desk_says_so_instead_of_dividing_by_nothing(as_manager):
    page = as_manager.get(ADDRESS).content.decode()
    assert "nothing yet" in page


def test_every_figure_says_its_unit_its_number_and_how_it_changed(as_manager, filled):
    page = as_manager.get(ADDRESS).content.decode()
    for row in ("Value and experience", "Promises and silence", "Service", "Volume"):
        assert f">{row}</h2>" in page
    assert "working h, of" in page
    assert "in the period before" in page
    assert (
        page.count('<svg class="trend"') == sum(map(len, shown_here().values())) + 1
    )  # and what is open now


def test_every_mark_of_a_trend_says_what_it_is(as_manager, filled):
    page = as_manager.get(ADDRESS).content.decode()
    assert page.count("<circle") == page.count("</title></circle>")
    assert page.count("<circle") >= 100
    assert "The same as a table" in page
    heads = re.findall(r'<th scope="col" class="end">([^<]+)</th>', page.rpartition("<details>")[2])
    assert len(heads) == page.count('<svg class="trend"')


def test_a_figure_opens_its_records(as_manager, filled, team):
    Ticket.objects.filter(number="FIL-5").update(status="cancelled")  # it does not count, so it is not listed
    answer = as_manager.get(ADDRESS, {"team": team.pk})
    page = answer.content.decode()
    assert f"&amp;team={team.pk}" in page
    cards = {str(card.name): card for _key, _title, cards in answer.context["rows"] for card in cards}
    assert listed(as_manager, cards["Opened"].href) == int(cards["Opened"].value.replace(",", "")) > 500
    assert "/desk/?view=silence" in page


def test_filters_stand_in_the_address(as_manager, filled, team, outsider):
    whole = as_manager.get(ADDRESS, {"weeks": "52", "team": team.pk, "priority": "2"})
    assert whole.context["page"].chosen.team == team.pk
    assert whole.context["page"].chosen.priority == 2
    assert whole.context["page"].chosen.length == timedelta(weeks=52)
    other = as_manager.get(ADDRESS, {"team": outsider.teams.get().pk})
    assert other.context["page"].counted.course["opened"] == {}


@pytest.mark.parametrize(
    "address", ["?weeks=7", "?team=99999", "?priority=x&service=-1", "?weeks=12&weeks=&team=%00"]
)
def test_a_choice_that_does_not_exist_is_no_choice(as_manager, address):
    page = as_manager.get(ADDRESS + address)
    assert page.status_code == 200
    assert page.context["page"].chosen.team is None


def test_it_costs_the_same_number_of_statements_however_much_there_is(
    as_manager, team, agent, django_assert_max_num_queries
):
    incident(by=agent, team=team)
    as_manager.get(ADDRESS)
    cache.clear()
    with django_assert_max_num_queries(MOST_STATEMENTS) as few:
        as_manager.get(ADDRESS)
    most = len(few)
    fill(3_000, team=team.pk, person=agent.pk, now=timezone.now())
    as_manager.get(ADDRESS)  # what a process knows for a few seconds may be over by now
    cache.clear()
    with django_assert_max_num_queries(most):
        as_manager.get(ADDRESS)


def test_what_is_not_read_from_days_is_counted_once_for_all_who_look_within_a_minute(
    signed_in, as_manager, administrator, django_assert_max_num_queries
):
    as_manager.get(ADDRESS)
    other = signed_in(administrator)
    with django_assert_max_num_queries(9):
        other.get(ADDRESS)
