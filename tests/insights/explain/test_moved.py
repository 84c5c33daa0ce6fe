"""What moved a figure: the parts of the change are counted by hand, and add up to the whole of it."""

from dataclasses import replace

import pytest

from itsm.insights.explain.moved import Moved, adds_up, moved_most, part_of
from itsm.insights.measures import Figure, measure

FEW = Figure(None, 3, too_few=True)


def test_the_parts_of_a_share_add_up_to_its_change():
    # Before: 80 of 100 (A 60 of 60, B 20 of 40). Now: 90 of 150 (A 50 of 50, B 40 of 100). From 80 % to 60 %: −20 points.
    now, before = Figure(60.0, 150), Figure(80.0, 100)
    a = part_of(measure("sla_met"), Figure(100.0, 50), Figure(100.0, 60), now, before)
    b = part_of(measure("sla_met"), Figure(40.0, 100), Figure(50.0, 40), now, before)
    # A: (100 − 80) · 50 ÷ 150 − (100 − 80) · 60 ÷ 100 = 6.667 − 12.  B: −40 · 100 ÷ 150 − (−30) · 40 ÷ 100 = −26.667 + 12.
    assert a == pytest.approx(-5.3333, abs=1e-3)
    assert b == pytest.approx(-14.6667, abs=1e-3)
    assert a + b == pytest.approx(-20)


def test_the_parts_of_a_mean_add_up_too():
    # Hours of elapsed time: before 4 of 20 (all one team), now the same team 4 of 20 and a second one 10 of 20: 4 → 7.
    now, before = Figure(7.0, 40), Figure(4.0, 20)
    old = part_of(measure("elapsed_mean"), Figure(4.0, 20), Figure(4.0, 20), now, before)
    new = part_of(measure("elapsed_mean"), Figure(10.0, 20), Figure(None, 0), now, before)
    assert (old, new) == (pytest.approx(0), pytest.approx(3))


def test_the_parts_of_a_count_are_differences():
    assert part_of(measure("opened"), Figure(7.0, 7), Figure(0.0, 0), Figure(9.0, 9), Figure(5.0, 5)) == 7


def test_of_a_median_nothing_adds_up():
    assert not adds_up(measure("elapsed_median"))
    now = Figure(3.0, 30)
    assert part_of(measure("elapsed_median"), now, now, now, now) is None


def test_where_the_whole_is_too_few_nobody_has_a_part_of_it():
    now = Figure(50.0, 30)
    assert part_of(measure("sla_met"), now, now, now, FEW) is None
    assert part_of(replace(measure("sla_met"), key="other"), now, now, FEW, now) is None


def moved(name, part):
    return Moved(
        dimension="service", value=1, now=FEW, before=FEW, part=part, weight=abs(part or 0), name=name
    )


def test_who_moved_against_a_change_has_no_part_of_it():
    found = [moved("Mail", 5.1), moved("Print", -4.0), moved("Files", -3.0)]
    assert moved_most(found, -4.8).name == "Print"
    assert moved_most(found, 2.0).name == "Mail"
    assert moved_most([moved("Mail", None), moved("Print", 0.0)], 2.0) is None
