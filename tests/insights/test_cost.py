"""The page and the API by which somebody says what the desk costs."""

from datetime import date
from decimal import Decimal

import pytest

from itsm.insights.models import DeskCost

pytestmark = pytest.mark.django_db
PAGE, API = "/insights/cost/", "/api/v1/desk-costs/"


def entered():
    return list(DeskCost.objects.order_by("since").values_list("since", "amount"))


def test_a_manager_enters_a_cost_and_corrects_it(as_manager, manager):
    as_manager.post(PAGE, {"since": "2026-03", "amount": "41000"})
    answer = as_manager.post(PAGE, {"since": "2026-03", "amount": "42000.50"}, follow=True)
    assert "The cost is kept" in answer.content.decode()
    assert "42,000.50" in answer.content.decode()
    assert entered() == [(date(2026, 3, 1), Decimal("42000.50"))]
    assert DeskCost.objects.get().entered_by == manager


def test_an_amount_below_nothing_is_refused_where_it_was_typed(as_manager):
    answer = as_manager.post(PAGE, {"since": "2026-03", "amount": "-1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["amount"])
    assert entered() == []


def test_nothing_at_all_is_refused_too(as_manager):
    assert as_manager.post(PAGE).status_code == 422


def test_what_is_removed_counts_no_more(as_administrator, administrator):
    cost = DeskCost.enter(date(2026, 3, 9), Decimal(9), by=administrator)
    as_administrator.post(f"{PAGE}{cost.pk}/remove/")
    assert entered() == []


def test_the_same_by_api(as_manager):
    made = as_manager.post(API, {"since": "2026-03-15", "amount": "41000"}, content_type="application/json")
    assert (made.status_code, made.json()["since"]) == (201, "2026-03-01")
    again = as_manager.post(API, {"since": "2026-03-01", "amount": "42000"}, content_type="application/json")
    assert again.json()["id"] == made.json()["id"]
    assert [row["amount"] for row in as_manager.get(API).json()["results"]] == [42000]
    assert as_manager.delete(f"{API}{made.json()['id']}/").status_code == 204
    assert entered() == []


def test_more_months_cost_no_more_statements(as_manager, manager, django_assert_max_num_queries):
    for month in range(1, 12):
        DeskCost.enter(date(2026, month, 1), Decimal(9), by=manager)
    with django_assert_max_num_queries(10):
        as_manager.get(PAGE)
