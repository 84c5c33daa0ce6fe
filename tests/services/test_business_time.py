"""Business time in tables: the cases a person can check by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from itsm.services.calendars import (
    ALWAYS,
    NeverOpen,
    UnknownCountry,
    WorkingHours,
    business_seconds,
    deadline,
    is_open,
    public_holidays,
)
from tests.services.oracle import hours, utc

HOUR = 3600
EIGHT_HOURS = hours("UTC", "08:00-12:00 13:00-17:00")
ALL_DAY = ["00:00-24:00"] * 3


def local(text: str, zone: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-05-01 16:00", "2026-05-04 16:00", 8 * HOUR),  # Friday to Monday, the guide's own example
        ("2026-05-04 07:00", "2026-05-04 23:00", 8 * HOUR),
        ("2026-05-04 12:00", "2026-05-04 13:00", 0),  # the break
        ("2026-05-02 00:00", "2026-05-04 08:00", 0),  # the weekend
        ("2026-05-04 16:59:59", "2026-05-05 08:00:01", 2),
        ("2026-05-04 10:00", "2026-05-04 10:00", 0),
        ("2026-05-04 11:00", "2026-05-04 10:00", 0),  # an end before the start counts nothing
        ("2026-01-01 00:00", "2027-01-01 00:00", 261 * 8 * HOUR),
        (
            "2020-02-28 16:00",
            "2026-05-04 16:00",
            None,
        ),  # Friday to Monday years later: whole weeks of 40 hours, and 8
    ],
)
def test_time_counts_only_inside_the_calendar(start, end, expected):
    if expected is None:
        weeks = (utc(end) - utc(start)).days // 7
        expected = weeks * 40 * HOUR + 8 * HOUR
    assert business_seconds(utc(start), utc(end), EIGHT_HOURS) == expected


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Europe/Lisbon", "2026-03-29", 23.0),
        ("Europe/Lisbon", "2026-10-25", 25.0),
        ("America/New_York", "2026-03-08", 23.0),
        ("America/New_York", "2026-11-01", 25.0),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("America/Havana", "2026-03-08", 23.0),  # midnight itself is skipped
        ("America/St_Johns", "2010-03-14", 23.0),  # changed at 00:01
        ("Europe/Lisbon", "2026-06-15", 24.0),
    ],
)
def test_a_day_that_changes_the_clock_has_the_hours_that_pass(zone, day, expected):
    calendar = hours(zone, *ALL_DAY, closed=frozenset({date(1999, 1, 1)}))  # not the short cut of 24x7
    start = local(day, zone).astimezone(UTC)
    end = local(str(date.fromisoformat(day) + timedelta(days=1)), zone).astimezone(UTC)
    if zone == "America/Havana":
        start = local(f"{day} 01:00", zone).astimezone(UTC)
    assert business_seconds(start, end, calendar) == expected * HOUR


@pytest.mark.parametrize(
    ("zone", "day", "opening", "expected"),
    [
        ("Europe/Lisbon", "2026-03-29", "00:30-03:30", 2.0),  # 01:00 to 02:00 is skipped
        ("Europe/Lisbon", "2026-03-29", "01:00-02:00", 0.0),
        ("Europe/Lisbon", "2026-03-29", "01:30-02:30", 0.5),  # opens late, when the clock shows 02:00
        ("Europe/Lisbon", "2026-10-25", "00:30-03:30", 4.0),  # 01:00 to 02:00 passes twice
        ("Europe/Lisbon", "2026-10-25", "01:15-01:45", 1.0),
        ("America/New_York", "2026-03-08", "01:00-04:00", 2.0),
        ("America/New_York", "2026-11-01", "01:00-04:00", 4.0),
        ("Australia/Lord_Howe", "2026-10-04", "01:00-03:00", 1.5),
        ("Australia/Lord_Howe", "2026-04-05", "01:00-03:00", 2.5),
        ("Europe/Lisbon", "2026-10-25", "09:00-17:00", 8.0),
    ],
)
def test_a_range_counts_the_seconds_its_wall_clock_shows(zone, day, opening, expected):
    calendar = hours(zone, "", "", opening)
    noon = local(f"{day} 12:00", zone)
    assert (
        business_seconds(noon - timedelta(hours=20), noon + timedelta(hours=20), calendar) == expected * HOUR
    )


def test_the_seconds_between_the_two_halves_of_a_repeated_hour_are_told_apart():
    calendar = hours("Europe/Lisbon", *ALL_DAY)
    first, second = (local("2026-10-25 01:30", "Europe/Lisbon", fold=fold) for fold in (0, 1))
    assert business_seconds(first.astimezone(UTC), second.astimezone(UTC), calendar) == HOUR


def test_ranges_that_meet_at_midnight_are_one():
    night = hours("UTC", "00:00-06:00 22:00-24:00", "00:00-06:00", "22:00-24:00")
    assert business_seconds(utc("2026-05-04 21:00"), utc("2026-05-05 07:00"), night) == 8 * HOUR
    assert deadline(utc("2026-05-04 22:00"), 5 * HOUR, night) == utc("2026-05-05 03:00")


def test_overlapping_ranges_count_once():
    assert (
        business_seconds(
            utc("2026-05-04"), utc("2026-05-05"), hours("UTC", "08:00-12:00 10:00-13:00 09:00-09:30")
        )
        == 5 * HOUR
    )


def test_an_own_closing_day_and_a_public_holiday_count_nothing():
    calendar = hours("Europe/Lisbon", "09:00-17:00", country="PT", closed=frozenset({date(2026, 4, 2)}))
    # Thursday is our closing day, Friday is Good Friday; Easter Monday is a working day in Portugal.
    assert business_seconds(utc("2026-04-01 16:00"), utc("2026-04-06 16:00"), calendar) == 8 * HOUR
    assert calendar.closing_reason(date(2026, 4, 2)) == ""
    assert calendar.closing_reason(date(2026, 4, 3)) == "Good Friday"
    assert calendar.closing_reason(date(2026, 4, 6)) is None


@pytest.mark.parametrize(
    ("start", "seconds", "expected"),
    [
        ("2026-05-01 16:00", 8 * HOUR, "2026-05-04 16:00"),
        ("2026-05-01 16:00", HOUR, "2026-05-01 17:00"),  # ends with the week, not on Monday morning
        ("2026-05-01 16:00", HOUR + 1, "2026-05-04 08:00:01"),
        ("2026-05-02 09:00", 0, "2026-05-02 09:00"),
        ("2026-05-02 09:00", 1, "2026-05-04 08:00:01"),
        ("2026-12-31 16:00", 2 * HOUR, "2027-01-01 09:00"),
        ("2026-05-04 08:00:00.9", HOUR, "2026-05-04 09:00"),  # fractions of a second are cut off
    ],
)
def test_a_deadline_is_the_first_moment_the_budget_is_used_up(start, seconds, expected):
    assert deadline(utc(start), seconds, EIGHT_HOURS) == utc(expected)


def test_round_the_clock_counts_every_second():
    start = utc("2026-03-28 22:10:05")
    assert business_seconds(start, start + timedelta(days=3, seconds=1), ALWAYS) == 3 * 86_400 + 1
    assert deadline(start, 90_000, ALWAYS) == start + timedelta(seconds=90_000)


@pytest.mark.parametrize(
    "calendar", [hours("UTC", ""), hours("UTC", "", "", "", closed=frozenset({date(2026, 1, 1)}))]
)
def test_a_calendar_that_never_opens_says_so(calendar):
    assert business_seconds(utc("2026-01-01"), utc("2026-02-01"), calendar) == 0
    with pytest.raises(NeverOpen):
        deadline(utc("2026-01-01"), 1, calendar)


def test_a_calendar_open_only_on_days_that_are_closed_says_so_too():
    every_second = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(60 * 366))
    with pytest.raises(NeverOpen):
        deadline(utc("2026-01-01"), 1, hours("UTC", "08:00-09:00", closed=every_second))


def test_a_range_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="split it at midnight"):
        hours("UTC", "22:00-06:00")
    with pytest.raises(ValueError, match="7 days"):
        WorkingHours(ZoneInfo("UTC"), ())
    with pytest.raises(ValueError, match="lies ahead"):
        deadline(utc("2026-01-01"), -1, EIGHT_HOURS)


def test_an_unknown_country_is_named():
    with pytest.raises(UnknownCountry, match="XX"):
        public_holidays("XX", "", 2026)
    with pytest.raises(UnknownCountry, match="DE NOWHERE"):
        public_holidays("DE", "NOWHERE", 2026)


def test_open_now():
    assert is_open(utc("2026-05-04 08:00"), EIGHT_HOURS)
    assert not is_open(utc("2026-05-04 12:00"), EIGHT_HOURS)
