"""Downtime in agreed hours, each value worked out by hand."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from itsm.services.calendars import ALWAYS, WorkingHours
from itsm.services.outages.downtime import Downtime, measure

LISBON = ZoneInfo("Europe/Lisbon")
OFFICE = WorkingHours(
    zone=LISBON, week=(((time(9), time(17)),),) * 5 + ((),) * 2, closed=frozenset({date(2026, 3, 4)})
)
HOUR = 3600


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LISBON)


WEEK = (at(2, 0), at(9, 0))  # Monday to Sunday; Wednesday is a closing day: 4 × 8 h are agreed


@pytest.mark.parametrize(
    ("unplanned", "planned", "down", "works", "outages"),
    [
        pytest.param([], [], 0, 0, 0, id="no outage"),
        pytest.param([(at(2, 10), at(2, 12))], [], 2, 0, 1, id="one within the hours"),
        pytest.param([(at(2, 16), at(3, 10))], [], 2, 0, 1, id="the night between is not agreed"),
        pytest.param([(at(2, 20), at(2, 22))], [], 0, 0, 0, id="outside the hours it is none"),
        pytest.param([(at(3, 16), at(5, 10))], [], 2, 0, 1, id="a closing day is not agreed"),
        pytest.param([(at(2, 10), at(2, 12)), (at(2, 11), at(2, 14))], [], 4, 0, 1, id="overlapping ones are one"),
        pytest.param([(at(2, 10), at(2, 11)), (at(2, 11), at(2, 12))], [], 2, 0, 1, id="touching ones are one"),
        pytest.param([(at(2, 10), at(2, 11)), (at(3, 10), at(3, 11))], [], 2, 0, 2, id="two"),
        pytest.param([], [(at(2, 10), at(2, 12))], 0, 2, 0, id="planned stands apart"),
        pytest.param([(at(2, 9), at(2, 13))], [(at(2, 10), at(2, 12))], 2, 2, 1, id="around planned work it is one, less that"),
        pytest.param([(at(2, 10), at(2, 12))], [(at(2, 9), at(2, 13))], 0, 4, 0, id="within planned work it is none"),
        pytest.param([(at(2, 11), at(2, 14))], [(at(2, 10), at(2, 12))], 2, 2, 1, id="the part after planned work"),
        pytest.param([(at(1, 9), at(2, 10))], [], 1, 0, 1, id="begun before the period"),
        pytest.param([(at(6, 16), at(9, 12))], [], 1, 0, 1, id="gone on after the period"),
    ],
)  # fmt: skip
def test_downtime_is_what_lies_in_agreed_hours(unplanned, planned, down, works, outages):
    found = measure(unplanned, planned, OFFICE, *WEEK)
    assert found == Downtime(agreed=32 * HOUR, down=down * HOUR, planned=works * HOUR, outages=outages)


def test_availability_and_its_times_by_hand():
    found = measure([(at(2, 10), at(2, 12)), (at(3, 9), at(3, 11))], [], OFFICE, *WEEK)
    assert found.availability == pytest.approx(87.5)  # 28 of 32 h
    assert (found.between_failures, found.to_restore, found.between_incidents) == (14, 2, 16)


def test_without_outages_all_of_it_is_up_and_nothing_lies_between():
    found = measure([], [], ALWAYS, *WEEK)
    assert found.availability == 100
    assert (found.between_failures, found.to_restore, found.between_incidents) == (None, None, None)


def test_without_agreed_time_nothing_is_known():
    saturday = (at(7, 0), at(8, 0))
    assert measure([(at(7, 1), at(7, 2))], [], OFFICE, *saturday).availability is None
    assert measure([], [], OFFICE, at(3, 0), at(2, 0)) == Downtime()


def test_a_day_in_which_the_clock_changes_has_the_hours_that_pass():
    """29 March 2026 has 23 hours in Lisbon, 25 October 25."""
    spring = measure([(at(29, 0), at(29, 3))], [], ALWAYS, at(29, 0), at(30, 0))
    assert (spring.agreed, spring.down) == (23 * HOUR, 2 * HOUR)
    autumn = measure(
        [(at(25, 0, month=10), at(25, 3, month=10))], [], ALWAYS, at(25, 0, month=10), at(26, 0, month=10)
    )
    assert (autumn.agreed, autumn.down) == (25 * HOUR, 4 * HOUR)


def test_parts_of_a_period_add_up_to_the_whole():
    fails = [(at(2, 10), at(3, 12)), (at(5, 8), at(5, 18))]
    works = [(at(3, 10), at(3, 11))]
    middle = at(3, 9, 30)
    whole = measure(fails, works, OFFICE, *WEEK)
    parts = measure(fails, works, OFFICE, WEEK[0], middle) + measure(fails, works, OFFICE, middle, WEEK[1])
    assert (parts.agreed, parts.down, parts.planned) == (whole.agreed, whole.down, whole.planned)
