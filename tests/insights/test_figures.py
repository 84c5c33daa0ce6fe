"""Figures in words: rounded, never cut off, with as many digits as are meant."""

import re

import pytest

from itsm.insights.figures import apart, change, number, on_axis, said
from itsm.insights.measures import Figure, Unit, measure
from itsm.insights.measures.registry import NOTHING
from itsm.insights.trend import HEIGHT, Point, draw


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (2.57, Unit.HOURS, "2.6"),
        (0.25, Unit.EACH, "0.25"),
        (1.25, Unit.EACH, "1.2"),
        (59.6, Unit.PERCENT, "60"),
        (10.6, Unit.WORKING_HOURS, "11"),
        (0.056, Unit.A_QUARTER, "0.06"),
        (12_438.0, Unit.COUNT, "12,438"),
        (-2.57, Unit.HOURS, "-2.6"),
        (-0.04, Unit.HOURS, "0.0"),
        (-0.4, Unit.POINTS, "0"),
    ],
)
def test_a_figure_is_rounded(value, unit, said):
    assert number(value, unit) == said


@pytest.mark.parametrize(
    ("difference", "said"),
    [(1.04, "1.0 point"), (0.96, "1.0 point"), (-2.58, "2.6 points"), (12.5, "12 points")],
)
def test_points_are_finer_than_shares(difference, said):
    assert apart(difference, Unit.PERCENT) == said


def test_what_was_not_there_before_is_told_from_what_was_too_little():
    now = Figure(88.0, 40)
    assert change(now, NOTHING, Unit.PERCENT).startswith("Nothing in the period before")
    assert change(now, Figure(None, 7, too_few=True), Unit.PERCENT).startswith("Too few")


def test_it_says_of_how_many_unless_that_is_its_number():
    assert said(Figure(88.2, 3067), measure("sla_met")) == "88 %, of 3,067"
    assert said(Figure(None, 7, too_few=True), measure("sla_met")) == "too few, of 7"
    assert said(Figure(12.0, 12), measure("opened")) == "12"
    assert said(Figure(9.0, 40), measure("sla_met_count")) == "9"  # its list has these nine


def test_what_lies_below_nought_stays_in_the_picture():
    drawn = draw([Point(value, "") for value in (-40.0, 3.0, 12.5)], label="Happiness with services")
    places = [float(y) for y in re.findall(r' cy="([^"]+)"', drawn)]
    ground = float(re.search(r' y1="([^"]+)"', drawn)[1])
    assert 0 < places[2] < places[1] < ground < places[0] < HEIGHT


def test_a_line_of_a_chart_says_where_it_lies():
    """A figure of 2.5 % is said as 2 %; a line at 2.5 is not at 2."""
    assert [on_axis(value, Unit.PERCENT) for value in (0, 2.5, 0.025)] == ["0 %", "2.5 %", "0.025 %"]
    assert on_axis(1250, Unit.COUNT) == "1,250"
