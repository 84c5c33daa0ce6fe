"""The page of a figure: everything that makes it understood, and every mark with its list."""

import pytest

from itsm.insights.models import OwnDashboard
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


def test_what_is_made_of_others_opens_them_and_their_lists(as_reader, desk):
    """Deflection has no rows of its own; its mark leads to how many solved it themselves and how many came, in that stretch."""
    own = OwnDashboard.objects.create(title="D", owner=desk.manager, figures=[["deflection", "course"]])
    mark = as_reader.get(own.get_absolute_url()).context["panels"][0].marks[-1]
    page = as_reader.get(mark.href)
    parts = {record.name: record for record in page.context["records"]}
    assert set(parts) == {"Solved by themselves", "Contacts"}
    contacts = parts["Contacts"]
    assert "stretch=12" in contacts.href
    assert listed(as_reader, contacts.href) == contacts.n > 0


def test_every_mark_of_the_overview_is_a_link_that_says_how_many_it_opens(as_reader):
    """Some of them are followed."""
    found = marks(as_reader.get("/insights/").content.decode())
    assert len(found) >= 20
    assert {href: n for href, n in sorted(found)[::4] if listed(as_reader, href) != n} == {}
