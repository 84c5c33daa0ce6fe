"""Who must agree is written without code, and comes back as it was typed."""

import pytest
from django.http import QueryDict

from catalog.approvals.section import StepsForm
from catalog.blueprint import PlannedApproval
from catalog.models import OfferingEdition
from tests.factories import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db
PLAIN = {
    "step": "Your manager agrees",
    "who": "manager",
    "rule": "any",
    "remind_hours": "8",
    "escalate_hours": "24",
}


@pytest.fixture
def edition(db) -> OfferingEdition:
    asked = {"key": "model", "kind": "choice", "label": "Which?", "choices": ["Light", "Strong"]}
    return OfferingEdition(form=[asked])


def typed(*rows: dict[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for place, row in enumerate(rows, 1):
        data.appendlist("rows", str(place))
        for name, value in row.items():
            data[f"{place}-{name}"] = value
    return data


def form_of(edition, *rows):
    return StepsForm(typed(*rows) if rows else None, edition=edition, person=PersonFactory())


def test_what_is_typed_becomes_the_steps_and_comes_back_as_it_was(edition):
    ana, ivo, team = (
        PersonFactory(email="ana@halden.example"),
        PersonFactory(email="ivo@halden.example"),
        TeamFactory(),
    )
    form = form_of(
        edition,
        PLAIN | {"people": "ivo@halden.example"},  # typed, then another kind was chosen
        {"step": "Two people", "who": "people", "people": "IVO@halden.example\n\nana@halden.example", "rule": "share", "share": "50"},
        {"step": "Finance", "who": "team", "team": str(team.pk), "rule": "all", "if_field": "model", "if_values": "Strong"},
    )  # fmt: skip
    assert form.is_valid(), [row.errors for row in form.rows]
    told = form.words()["approvals"]
    assert told == [
        {"name": "Your manager agrees", "who": {"kind": "manager"}, "rule": "any", "remind_hours": 8, "escalate_hours": 24},
        {"name": "Two people", "who": {"kind": "people", "people": [ivo.pk, ana.pk]}, "rule": "share", "share": 50},
        {"name": "Finance", "who": {"kind": "team", "team": team.pk}, "rule": "all", "if": {"field": "model", "is": ["Strong"]}},
    ]  # fmt: skip
    edition.approvals = told
    again = form_of(edition)
    assert again.rows[1]["people"].value() == "ivo@halden.example\nana@halden.example"
    assert (again.rows[2]["team"].value(), again.rows[2]["if_values"].value()) == (team.pk, "Strong")
    assert again.holes == []


def test_who_is_not_here_is_named_and_nothing_typed_is_lost(edition):
    form = form_of(edition, PLAIN | {"who": "people", "people": "who@halden.example"})
    assert not form.is_valid()
    assert "Nobody here has the address who@halden.example." in str(form.rows[0].errors)
    assert form.rows[0]["people"].value() == "who@halden.example"


def test_steps_are_added_moved_and_removed(edition):
    form = form_of(edition, PLAIN, PLAIN | {"step": "The owner agrees", "who": "owner"})
    form.rearrange("down:1")
    assert [row.name for row in form.rows] == ["The owner agrees", "Your manager agrees"]
    form.rearrange("add")
    assert form.rows[2]["remind_hours"].value() == 8  # nobody waits for ever
    form.rearrange("remove:2")
    assert [row.name_shown for row in form.rows] == ["Your manager agrees", "New step"]


def test_what_is_wrong_with_a_step_stands_at_it(edition):
    edition.approvals = [{"name": "Two", "who": {"kind": "people", "people": []}, "rule": "share"}]
    [row] = form_of(edition).rows
    assert row.holes == ["Name the people who are asked.", "The share is a number from 1 to 100."]


def test_the_editor_keeps_it(as_administrator, offering, administrator):
    offering.edition.pk, offering.edition.number, offering.edition.state = None, 4, "draft"
    offering.edition.by = administrator
    offering.edition.save()
    address = f"/catalog/{offering.key}/edit/approvals/"
    assert "Nobody has to agree" in as_administrator.get(address).content.decode()
    data = {"seen": "0", "rows": ["1"], **{f"1-{name}": value for name, value in PLAIN.items()}}
    more = as_administrator.post(address, {**data, "act": "add"}).content.decode()
    assert ("2. New step" in more, "Your manager agrees" in more) == (True, True)
    assert as_administrator.post(address, data).status_code == 302
    assert offering.editions.get(number=4).approvals[0]["who"] == {"kind": "manager"}


def test_every_way_to_agree_that_is_offered_can_be_published(edition):
    for rule, _label in StepsForm.ROW.base_fields["rule"].choices:
        form = form_of(edition, PLAIN | {"rule": rule, "share": "50"})
        assert form.is_valid(), form.errors
        assert list(PlannedApproval.from_json(form.rows[0].to_json()).check()) == []
