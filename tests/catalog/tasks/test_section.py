"""The plan of an offering is written without code: rows that are added, moved and removed by plain buttons."""

import pytest
from django.http import QueryDict

from catalog.models import Hook, OfferingEdition
from catalog.tasks.section import PlanForm


@pytest.fixture
def edition(db) -> OfferingEdition:
    return OfferingEdition(
        form=[{"key": "kind", "kind": "choice", "label": "Which?", "choices": ["Laptop", "Phone"]}]
    )


def typed(*rows, **more):
    data = QueryDict(mutable=True)
    for place, row in enumerate(rows, 1):
        data.appendlist("rows", str(place))
        for name, value in row.items():
            data.setlist(f"{place}-{name}", value if isinstance(value, list) else [value])
    return data


def test_what_is_typed_becomes_the_plan_and_comes_back_as_it_was(edition, agent, team):
    hook = Hook.objects.create(name="Directory", url="https://directory.halden.example/")
    form = PlanForm(
        typed(
            {"title": "Order it", "team": str(team.pk), "within_hours": "8", "checklist": "Price\n\nSupplier"},
            {"key": "account", "title": "Account", "team": str(team.pk), "hook": str(hook.pk), "needs": [],
             "if_field": "kind", "if_values": "Laptop"},
        ),
        edition=edition, person=agent,
    )  # fmt: skip
    assert form.is_valid()
    plan = form.words()["plan"]
    assert plan == [
        {
            "key": "order_it",
            "title": "Order it",
            "team": team.pk,
            "within_hours": 8,
            "checklist": ["Price", "Supplier"],
        },
        {
            "key": "account",
            "title": "Account",
            "team": team.pk,
            "hook": hook.pk,
            "if": {"field": "kind", "is": ["Laptop"]},
        },
    ]
    edition.plan = plan
    again = PlanForm(None, edition=edition, person=agent)
    assert again.rows[0]["checklist"].value() == "Price\nSupplier"
    assert again.rows[1].fields["needs"].choices == [("order_it", "Order it")]


def test_a_step_that_is_removed_is_not_waited_for_any_more(edition, agent):
    form = PlanForm(
        typed({"key": "order", "title": "Order"}, {"key": "hand_out", "title": "Hand out", "needs": ["order"]}),
        edition=edition, person=agent,
    )  # fmt: skip
    form.rearrange("remove:1")
    assert [row["needs"].value() for row in form.rows] == [[]]


def test_a_new_step_gets_a_name_so_that_others_can_wait_for_it(edition, agent):
    form = PlanForm(typed({"title": "Order"}), edition=edition, person=agent)
    form.rearrange("add")
    assert form.rows[1].fields["needs"].choices == [("order", "Order")]
    assert form.rows[0]["title"].value() == "Order"


def test_steps_that_wait_for_each_other_are_named(edition, agent, team):
    edition.plan = [
        {"key": "a", "title": "A", "team": team.pk, "needs": ["b"]},
        {"key": "b", "title": "B", "team": team.pk, "needs": ["a"]},
    ]
    holes = PlanForm(None, edition=edition, person=agent).whole_holes
    assert "wait for each other" in holes[0]
