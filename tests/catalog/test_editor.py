"""Offerings are written in sections: rows move without losing a word, two writers are told, holes stop publishing."""

import pytest
from django.http import QueryDict

from catalog.models import Offering, OfferingEdition
from catalog.offerings.fields import FormForm
from itsm.knowledge.models import StaleEdition
from tests.catalog import kit

FORM_PAGE = "/catalog/new-laptop/edit/form/"


@pytest.fixture
def laptop(manager, team):
    return kit.offering(by=manager, team=team)


def sent(*rows: dict[str, object], **more: object) -> dict[str, object]:
    """As the builder's page sends it."""
    data: dict[str, object] = {"rows": [str(place) for place, _row in enumerate(rows, 1)], **more}
    for place, row in enumerate(rows, 1):
        data |= {f"{place}-{name}": value for name, value in row.items()}
    return data


MODEL = {
    "key": "model",
    "kind": "choice",
    "label": "Which model",
    "choices": "Light\nStrong",
    "required": "on",
}
WHY = {"key": "", "kind": "words", "label": "Why", "if_field": "model", "if_values": "Strong"}


def rows_of(edition):
    data = QueryDict(mutable=True)
    for name, value in sent(MODEL, WHY | {"key": "why"}).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return FormForm(data, edition=edition, person=edition.by)


def test_an_offering_is_begun_written_reviewed_and_published(as_agent, as_manager, agent, team, kept_shelf):
    about = {
        "title": "Docking station",
        "category": kept_shelf.pk,
        "owner": agent.email,
        "team": team.pk,
        "audience": "everyone",
    }
    assert as_agent.post("/catalog/offerings/new/", about).url == "/catalog/docking-station/edit/"
    words = {name: value for name, value in kit.WORDS.items() if name != "hours"} | {
        "seen": 0,
        "next": "form",
    }
    answer = as_agent.post("/catalog/docking-station/edit/words/", words)
    assert answer.url == "/catalog/docking-station/edit/form/"
    assert as_agent.post("/catalog/docking-station/edit/form/", sent(MODEL, WHY, seen=1)).status_code == 302
    made = Offering.objects.get(key="docking-station")
    assert made.in_the_making.form[1] == {
        "key": "why", "kind": "words", "label": "Why", "if": {"field": "model", "is": ["Strong"]},
    }  # fmt: skip
    refused = as_manager.post("/catalog/docking-station/publish/")
    assert refused.status_code == 422
    assert "<b>Hours:</b> Colleagues need to read this." in refused.content.decode()
    as_agent.post("/catalog/docking-station/edit/words/", words | {"hours": "Always", "seen": 2})
    as_agent.post("/catalog/docking-station/propose/")
    as_manager.post("/catalog/docking-station/send-back/", {"reason": "Say what it costs to whom."})
    assert "Say what it costs to whom." in as_agent.get("/catalog/docking-station/").content.decode()
    as_agent.post("/catalog/docking-station/propose/")
    assert as_manager.post("/catalog/docking-station/publish/").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.edition.hours, made.title) == ("published", "Always", "New laptop")


@pytest.fixture
def kept_shelf(db):
    return kit.Category.objects.create(name="Equipment")


def test_who_wrote_it_does_not_publish_it(as_manager, manager, laptop):
    edition = laptop.take_up(by=manager)
    edition.write(by=manager, seen=0, what="Another one.")
    answer = as_manager.post("/catalog/new-laptop/publish/")
    assert answer.status_code == 409
    assert "somebody else reads and publishes it" in answer.content.decode()


def test_a_hole_in_the_form_stops_publishing_and_is_named(as_manager, agent, laptop):
    edition = laptop.take_up(by=agent)
    edition.write(
        by=agent, seen=0, form=[{"key": "size", "kind": "choice", "label": "Size", "choices": ["L"]}]
    )
    answer = as_manager.post("/catalog/new-laptop/publish/")
    assert "size: A choice needs two things to choose from, or more." in answer.content.decode()
    assert "something is wrong" in as_manager.get("/catalog/new-laptop/edit/words/").content.decode()


def test_rows_are_added_moved_and_removed_as_they_were_typed(laptop, manager):
    edition = laptop.next_edition(by=manager)
    form = rows_of(edition)
    form.rearrange("down:1")
    assert [row["label"].value() for row in form.rows] == ["Why", "Which model"]
    form.rearrange("add:number")
    assert [row["kind"].value() for row in form.rows] == ["words", "choice", "number"]
    form.rearrange("remove:2")
    form.rearrange("up:nowhere")
    assert [row["label"].value() for row in form.rows] == ["Which model", None]
    assert form.rows[0]["choices"].value() == "Light\nStrong"


def test_arranging_keeps_nothing_and_answers_with_the_list_alone(as_agent, laptop):
    answer = as_agent.post(FORM_PAGE, sent(MODEL, WHY, act="up:2", seen=0), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.index('value="Why"') < page.index('value="Which model"')
    assert "<title>" not in page
    assert not OfferingEdition.objects.in_the_making().exists()


def test_the_second_of_two_writers_is_told_and_loses_nothing(as_agent, as_manager, laptop):
    assert as_manager.post(FORM_PAGE, sent(MODEL | {"label": "Which one"}, seen=0)).status_code == 302
    answer = as_agent.post(FORM_PAGE, sent(MODEL, WHY, seen=0))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Marit Sand saved this meanwhile." in page
    assert "<del>Which one</del>" in page
    assert 'value="Why"' in page
    assert 'name="seen" value="1"' in page
    assert laptop.in_the_making.form[0]["label"] == "Which one"
    assert as_agent.post(FORM_PAGE, sent(MODEL, WHY, seen=1)).status_code == 302
    assert [row["key"] for row in laptop.in_the_making.form] == ["model", "why"]


def test_two_who_begin_the_next_edition_at_once_are_told_as_well(laptop, agent, manager):
    first, second = laptop.take_up(by=agent), laptop.take_up(by=manager)
    assert first.pk == second.pk
    first.write(by=agent, seen=0, what="One.")
    with pytest.raises(StaleEdition):
        second.write(by=manager, seen=0, what="Two.")


def test_a_preview_is_as_the_colleague_has_it_and_keeps_nothing(as_agent, colleague, laptop):
    Offering.objects.filter(pk=laptop.pk).update(audience="desk")
    page = as_agent.get("/catalog/new-laptop/preview/?as=ana.reis@halden.example").content.decode()
    assert "Ana Reis (Porto) does not find it anywhere" in page
    address = "/catalog/new-laptop/preview/?as=ana.reis@halden.example"
    page = as_agent.post(address, {"a-model": "Strong", "a-why": "Drawings"}).content.decode()
    assert "What the desk would get" in page
    assert not laptop.requests.exists()


def test_what_is_retired_can_be_offered_again(as_manager, as_colleague, laptop):
    as_manager.post("/catalog/new-laptop/retire/")
    assert as_colleague.get("/portal/catalog/new-laptop/").status_code == 404
    as_manager.post("/catalog/new-laptop/bring-back/")
    assert as_colleague.get("/portal/catalog/new-laptop/").status_code == 200


def test_what_is_new_is_shown_line_by_line(as_agent, agent, laptop):
    laptop.take_up(by=agent).write(by=agent, seen=0, usual_time="Two working days")
    page = as_agent.get("/catalog/new-laptop/editions/2/").content.decode()
    assert "<del>Three working days</del>" in page
    assert "<ins>Two working days</ins>" in page


def test_a_shelf_is_removed_only_when_it_is_empty(as_manager, laptop):
    as_manager.post(f"/catalog/shelves/{laptop.category_id}/remove/")
    assert kit.Category.objects.filter(pk=laptop.category_id).exists()
    empty = kit.Category.objects.create(name="Rooms")
    as_manager.post(f"/catalog/shelves/{empty.pk}/remove/")
    assert not kit.Category.objects.filter(pk=empty.pk).exists()
