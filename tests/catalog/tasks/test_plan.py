"""A plan becomes tasks, goes on as they are done, and ends the request."""

from catalog.blueprint import PlannedTask
from catalog.tasks.plan import chosen

ANSWERS = {"kind": "laptop", "extras": ["dock", "headset"]}


def plan(*steps):
    return [PlannedTask.from_json({"title": step["key"], "team": 1, **step}) for step in steps]


def needs(steps):
    return {step.key: step.needs for step in steps}


def test_a_step_whose_condition_does_not_hold_is_left_out():
    steps = plan(
        {"key": "order", "if": {"field": "kind", "is": ["laptop"]}},
        {"key": "sim", "if": {"field": "kind", "is": ["phone"]}},
        {"key": "dock", "if": {"field": "extras", "is": ["dock", "screen"]}},
    )
    assert list(needs(chosen(steps, ANSWERS))) == ["order", "dock"]


def test_who_needs_a_step_that_was_left_out_needs_what_that_one_needed():
    out = {"if": {"field": "kind", "is": ["phone"]}}
    steps = plan(
        {"key": "order"},
        {"key": "sim", "needs": ["order"], **out},
        {"key": "number", "needs": ["sim"], **out},
        {"key": "hand_out", "needs": ["number", "order"]},
    )
    assert needs(chosen(steps, ANSWERS)) == {"order": (), "hand_out": ("order",)}
