"""Budgets and hours as people type them."""

from datetime import date, time, timedelta

import pytest

from itsm.services import wording
from itsm.services.calendars import ALWAYS
from tests.services.oracle import hours


@pytest.mark.parametrize(
    ("typed", "minutes", "shown"),
    [
        ("15 min", 15, "15 min"),
        ("15m", 15, "15 min"),
        ("2 h", 120, "2 h"),
        ("2H", 120, "2 h"),
        ("1 h 30 min", 90, "1 h 30 min"),
        ("1h30m", 90, "1 h 30 min"),
        ("1,5 h", 90, "1 h 30 min"),
        ("80 h", 4800, "80 h"),  # never "3 days": a day of business time is not a day
    ],
)
def test_a_budget_reads_as_it_is_said(typed, minutes, shown):
    length = wording.read_budget(typed)
    assert length == timedelta(minutes=minutes)
    assert wording.budget(length) == shown
    assert wording.budget(minutes * 60) == shown


@pytest.mark.parametrize("typed", ["", "15", "soon", "0 min", "-2 h", "2 h 2 h", "10000 h"])
def test_what_is_not_a_budget_is_refused(typed):
    with pytest.raises(wording.Unreadable):
        wording.read_budget(typed)


def test_no_target_shows_nothing():
    assert wording.budget(None) == ""


def test_a_day_reads_as_it_is_typed():
    day = wording.read_ranges("8-12:30, 13:00-24:00")
    assert day == ((time(8), time(12, 30)), (time(13), time(0)))
    assert wording.ranges(day) == "08:00-12:30, 13:00-24:00"
    assert wording.read_ranges("") == ()


@pytest.mark.parametrize(
    "typed", ["8", "18:00-08:00", "08:00-25:00", "08:00-12:60", "morning", "22:00-06:00"]
)
def test_what_is_not_a_range_is_refused(typed):
    with pytest.raises(wording.Unreadable):
        wording.read_ranges(f"08:00-09:00, {typed}")


def test_a_closing_day_has_a_date_and_perhaps_a_reason():
    assert wording.read_closing_day("2026-12-24 Christmas Eve") == (date(2026, 12, 24), "Christmas Eve")
    assert wording.read_closing_day("2026-12-24") == (date(2026, 12, 24), "")
    with pytest.raises(wording.Unreadable):
        wording.read_closing_day("24.12. Christmas Eve")


def test_a_week_is_told_in_runs_of_equal_days():
    assert wording.week(hours("UTC", "08:00-18:00", "10:00-14:00")) == [
        "Mon–Fri 08:00-18:00",
        "Sat 10:00-14:00",
    ]
    assert wording.week(ALWAYS) == ["Round the clock"]
    assert wording.week(hours("UTC", "")) == ["Never open"]
