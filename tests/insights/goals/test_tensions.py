"""Goals and targets that pull against each other, and why: no database is asked."""

from datetime import date

import pytest

from itsm.insights.goals.tensions import TENSIONS, Wish, clashes
from itsm.insights.measures import measure

SPRING, SUMMER = date(2027, 3, 31), date(2027, 6, 30)


def wish(key, way, value, *, service=None, team=None, by=None):
    known = measure(key)
    return Wish(
        name=key, href="/", measure=known, direction=way, value=value, service=service, team=team, by=by
    )


@pytest.mark.parametrize(
    ("one", "other", "sharp", "why"),
    [
        (("reopened", "lower", 5), ("reopened", "higher", 10), True, "opposite ways"),
        (("reopened", "lower", 5), ("reopened", "lower", 8), True, "two values"),
        (("handovers", "lower", 0.2), ("first_response", "lower", 1), False, "pass the ticket on"),
        (("first_response", "lower", 1), ("handovers", "lower", 0.2), False, "pass the ticket on"),
    ],
)
def test_what_pulls_against_each_other_is_named_with_its_reason(one, other, sharp, why):
    pair = next(clashes([wish(*one), wish(*other)]))
    assert (pair.sharp, why in pair.because) == (sharp, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (wish("reopened", "lower", 5), wish("reopened", "lower", 5)),
        (wish("reopened", "lower", 5), wish("sla_met", "higher", 90)),
        # other services, other teams
        (wish("reopened", "lower", 5, service=1), wish("reopened", "higher", 10, service=2)),
        (wish("reopened", "lower", 5, team=1), wish("handovers", "higher", 10, team=2)),
        # a part may be asked for more than the whole
        (wish("reopened", "lower", 5), wish("reopened", "lower", 3, service=2)),
        # the next step: beyond what holds today, and beyond a goal of an earlier day
        (wish("reopened", "lower", 8), wish("reopened", "lower", 5, by=SPRING)),
        (wish("reopened", "lower", 8, by=SPRING), wish("reopened", "lower", 5, by=SUMMER)),
        # the same figures, but one of them the harmless way
        (wish("handovers", "higher", 2), wish("first_response", "lower", 1)),
    ],
)
def test_what_can_be_had_together_is_not_flagged(one, other):
    assert list(clashes([one, other])) == []


def test_a_goal_that_asks_for_less_than_what_holds_already_is_flagged():
    pair = next(clashes([wish("sla_met", "higher", 95), wish("sla_met", "higher", 90, by=SUMMER)]))
    assert pair.because == "The same figure has two values: at least 95 % and at least 90 %."


def test_whoever_is_about_everything_meets_whoever_is_about_one_service():
    pair = next(clashes([wish("reopened", "lower", 5), wish("reopened", "higher", 10, service=2)]))
    assert pair.sharp


def test_known_tensions_are_between_two_figures_and_each_stands_there_once():
    pairs = [frozenset({known.one, known.other}) for known in TENSIONS]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)
