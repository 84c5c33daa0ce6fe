"""The blueprint says what is wrong with it; the form and the API ask the same of the same answers."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError

from catalog.blueprint import Blueprint, Condition, Field
from catalog.requests.answers import AnswersForm
from catalog.requests.answers_api import check_answers
from itsm.people.models import Person

CHOICE = {"key": "model", "kind": "choice", "label": "Which model", "choices": ["Light", "Strong"]}


def words(form=(), approvals=(), plan=()):
    return [str(hole) for hole in Blueprint.from_json(form, approvals, plan).check()]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ([CHOICE, CHOICE], "model: This name stands here more than once. Give each its own."),
        ([CHOICE | {"choices": ["Light"]}], "model: A choice needs two things to choose from, or more."),
        ([CHOICE | {"choices": ["A", "A", "B"]}], "model: The same choice stands here twice."),
        ([CHOICE | {"label": " "}], "model: Colleagues need a question here."),
        ([CHOICE | {"key": "My model"}], "My model: Its name has small letters, digits and _ only, and begins with a letter."),
        ([CHOICE | {"if": {"field": "size", "is": ["1"]}}], "model: It depends on “size”, and there is no such field."),
        (
            [{"key": "why", "kind": "text", "label": "Why", "if": {"field": "model", "is": ["Light"]}}, CHOICE],
            "why: It depends on a field that comes later, or on itself. Move it down.",
        ),
        (
            [CHOICE, {"key": "why", "kind": "text", "label": "Why", "if": {"field": "model", "is": ["Heavy"]}}],
            "why: “Heavy” cannot be answered to “Which model”.",
        ),
        (
            [{"key": "n", "kind": "number", "label": "How many", "min": 5, "max": 1}],
            "n: The least is more than the most.",
        ),
    ],
)  # fmt: skip
def test_a_form_says_what_is_wrong_with_it(form, said):
    assert words(form) == [said]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"who": {"kind": "owner"}, "rule": "share", "share": 0}, "It: The share is a number from 1 to 100."),
        ({"who": {"kind": "people", "people": []}}, "It: Name the people who are asked."),
        ({"who": {"kind": "king"}}, "It: Say who is asked."),
        ({"who": {"kind": "owner"}, "remind_hours": 72, "escalate_hours": 24}, "It: Remind them before you ask somebody else."),
        ({"who": {"kind": "owner"}, "if": {"field": "x", "is": ["1"]}}, "It: It depends on “x”, and there is no such field."),
    ],
)  # fmt: skip
def test_an_approval_says_what_is_wrong_with_it(step, said):
    assert words(approvals=[{"name": "It", **step}]) == [said]


def test_tasks_that_wait_for_each_other_are_named():
    plan = [
        {"key": "order", "title": "Order", "team": 1, "needs": ["pack"]},
        {"key": "pack", "title": "Pack", "team": 1, "needs": ["order"]},
        {"key": "bring", "title": "Bring", "team": 1, "needs": ["nothing"]},
    ]
    found = words(plan=plan)
    assert found[0] == "bring: It waits for “nothing”, and there is no such task."
    assert found[1].startswith("These wait for each other, so nobody can begin: ")


def test_what_is_read_is_written_the_same():
    whole = {
        "form": [CHOICE | {"required": True}, {"key": "n", "kind": "number", "label": "How many", "min": 0, "max": 3}],
        "approvals": [{"name": "It", "who": {"kind": "owner"}, "rule": "any", "if": {"field": "model", "is": ["Light"]}}],
        "plan": [{"key": "order", "title": "Order", "team": 1}, {"key": "pack", "title": "Pack", "team": 2, "needs": ["order"]}],
    }  # fmt: skip
    assert Blueprint.from_json(**whole).to_json() == whole


def test_a_condition_holds_for_one_of_several_answers():
    light = Condition.from_json({"field": "model", "is": ["Light", "7"]})
    assert light.holds({"model": ["Strong", "Light"]})
    assert light.holds({"model": 7})
    assert not light.holds({"model": "Strong"})
    assert not light.holds({})
    assert Condition.from_json(None).holds({})


def test_what_depends_on_something_not_asked_is_not_asked():
    form = [
        CHOICE,
        CHOICE | {"key": "dock", "if": {"field": "model", "is": ["Strong"]}},
        {"key": "why", "kind": "text", "label": "Why", "if": {"field": "dock", "is": ["Light"]}},
    ]
    shown = Blueprint.from_json(form).visible({"model": "Light", "dock": "Light", "why": "x"})
    assert [field.key for field in shown] == ["model"]


# One form for all examples: every kind that needs no database, with conditions in a chain.
FORM = [
    CHOICE | {"required": True},
    {"key": "extras", "kind": "choice", "label": "Extras", "choices": ["dock", "bag", "mouse"], "several": True, "max": 2},
    {"key": "many", "kind": "number", "label": "How many", "min": 1, "max": 5, "required": True, "if": {"field": "model", "is": ["Strong"]}},
    {"key": "why", "kind": "words", "label": "Why", "min": 3, "if": {"field": "many", "is": ["3", "4", "5"]}, "required": True},
    {"key": "day", "kind": "date", "label": "By when", "if": {"field": "extras", "is": ["dock"]}},
    {"key": "note", "kind": "text", "label": "Note", "max": 10},
]  # fmt: skip
FIELDS = [Field.from_json(row) for row in FORM]
TEXT = st.text(alphabet="abc é", max_size=12)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from(["Light", "Strong", "Heavy", ""]),
        "extras": st.lists(st.sampled_from(["dock", "bag", "mouse", "cat"]), unique=True),
        "many": st.sampled_from(["0", "1", "3", "5", "6", "x", ""]),
        "why": TEXT,
        "day": st.sampled_from(["2026-03-05", "2026-13-01", "soon", ""]),
        "note": TEXT,
    },
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_the_form_and_the_api_agree_on_every_answer(answers):
    sent = QueryDict(mutable=True)
    for key, value in answers.items():
        sent.setlist(f"a-{key}", value if isinstance(value, list) else [value])
    form = AnswersForm(sent, blueprint=FIELDS, requester=Person(name="Ana Reis"))
    wrong = set() if form.is_valid() else set(form.errors)
    try:
        kept, errors = check_answers(FIELDS, answers)[0], set()
    except ValidationError as error:
        kept, errors = None, set(error.detail["answers"])
    assert wrong == errors
    assert kept is None or kept == form.answers
