"""The page of a figure: everything that makes it understood, and every mark with its list."""

import pytest

from tests.insights.marks import listed, marks, wrong_marks

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15
ODD = (
    "cost_per_ticket",
    "contacts_after",
    "noise",
    "incidents_prevented",
    "happiness",
    "assistant_solved",
    "backlog",
)
DRAWN = ("sla_met", "opened", "elapsed_median", "handovers", "dropped")


@pytest.mark.parametrize(
    "key", ["sla_met", "elapsed_median", "opened", "reach", "silence_median", "deflection"]
)
def test_a_figure_costs_few_statements(as_reader, key, django_assert_max_num_queries):
    as_reader.get(f"/insights/figures/{key}/")  # what every process keeps for a while is known by now
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = as_reader.get(f"/insights/figures/{key}/")
    assert page.status_code == 200


@pytest.mark.parametrize("key", ODD)
def test_a_figure_of_any_make_has_its_page(as_reader, key):
    """Made of others, without records, a sum, over weeks, of this moment."""
    assert as_reader.get(f"/insights/figures/{key}/").status_code == 200


@pytest.mark.parametrize("key", DRAWN)
def test_every_mark_opens_as_many_records_as_it_says(as_reader, key):
    assert wrong_marks(as_reader, f"/insights/figures/{key}/") == {}


def test_every_mark_of_the_overview_is_a_link_that_says_how_many_it_opens(as_reader):
    """Some of them are followed."""
    found = marks(as_reader.get("/insights/").content.decode())
    assert len(found) >= 20
    assert {href: n for href, n in sorted(found)[::4] if listed(as_reader, href) != n} == {}
