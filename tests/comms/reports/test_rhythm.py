"""When a report goes out next: days, hours of the wall clock, closed days, summer time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from comms.models import Report
from comms.reports import words
from comms.reports.rhythm import Rhythm
from itsm.services.calendars import WorkingHours

LISBON = ZoneInfo("Europe/Lisbon")
DAYS = ((time(9), time(17)),)
OFFICE = WorkingHours(
    zone=LISBON, week=(DAYS,) * 5 + ((), ()), closed=frozenset({date(2026, 11, 23), date(2026, 12, 1)})
)
NEVER = WorkingHours(zone=LISBON, week=((),) * 7)


def next_of(after, hours=None, **given):
    rhythm = Rhythm(zone=LISBON, hours=hours, **{"hour": 7, **given})
    found = rhythm.after(datetime.fromisoformat(after).replace(tzinfo=LISBON))
    return f"{found.astimezone(LISBON):%a %d %b %H:%M}"


@pytest.mark.parametrize(("after", "given", "then"), [
    ("2026-11-22T06:59", {"every": "daily"}, "Sun 22 Nov 07:00"),
    ("2026-11-22T07:00", {"every": "daily"}, "Mon 23 Nov 07:00"),
    ("2026-11-22T12:00", {"every": "weekly", "weekday": 0}, "Mon 23 Nov 07:00"),
    ("2026-11-23T07:00", {"every": "weekly", "weekday": 0}, "Mon 30 Nov 07:00"),
    ("2026-11-22T12:00", {"every": "monthly", "day": 1}, "Tue 01 Dec 07:00"),
    ("2026-02-02T12:00", {"every": "monthly", "day": 31}, "Sat 28 Feb 07:00"),
    ("2026-02-28T12:00", {"every": "monthly", "day": 31}, "Tue 31 Mar 07:00"),
])  # fmt: skip
def test_it_goes_out_on_its_day_at_its_hour(after, given, then):
    assert next_of(after, **given) == then


@pytest.mark.parametrize(("after", "given", "then"), [
    ("2026-11-20T08:00", {"every": "daily"}, "Tue 24 Nov 07:00"),  # weekend, and Monday is closed: one, not three
    ("2026-11-24T07:00", {"every": "daily"}, "Wed 25 Nov 07:00"),
    ("2026-11-20T08:00", {"every": "weekly", "weekday": 5}, "Tue 24 Nov 07:00"),
    ("2026-11-23T12:00", {"every": "weekly", "weekday": 0}, "Tue 24 Nov 07:00"),  # what was due waits, also when asked meanwhile
    ("2026-11-22T12:00", {"every": "monthly", "day": 1}, "Wed 02 Dec 07:00"),
])  # fmt: skip
def test_on_a_closed_day_it_waits_for_the_next_open_one(after, given, then):
    assert next_of(after, hours=OFFICE, **given) == then


def test_a_calendar_that_never_opens_holds_nothing_back():
    assert next_of("2026-11-22T12:00", hours=NEVER, every="daily") == "Mon 23 Nov 07:00"


@pytest.mark.parametrize(("after", "hour", "then"), [
    ("2026-03-28T12:00", 7, "2026-03-29T06:00"),  # summer time began at 01:00 that night
    ("2026-03-28T12:00", 1, "2026-03-29T01:00"),  # 01:00 is left out: an hour later
    ("2026-10-24T12:00", 1, "2026-10-25T00:00"),  # 01:00 is there twice: once, the first
    ("2026-10-24T12:00", 7, "2026-10-25T07:00"),
])  # fmt: skip
def test_hours_are_of_the_wall_clock(after, hour, then):
    rhythm = Rhythm(every="daily", hour=hour, zone=LISBON)
    first = rhythm.after(datetime.fromisoformat(after).replace(tzinfo=LISBON))
    assert f"{first:%Y-%m-%dT%H:%M}" == then
    assert rhythm.after(first).astimezone(LISBON).date() > first.astimezone(LISBON).date()


def test_the_next_time_goes_by_the_clock_of_the_sentence_and_names_the_readers_beside_it():
    report = Report(rhythm="weekly", weekday=0, hour=7, next_at=datetime(2040, 1, 2, 7, tzinfo=UTC))
    assert words.when(report) == "every Monday at 07:00"
    assert ">2 Jan 2040 07:00</time>" in words.next_time(report)
    assert "with you" not in words.next_time(report)
    with timezone.override("America/New_York"):
        assert words.when(report) == "every Monday at 07:00 (UTC)"
        assert words.next_time(report).endswith(">2 Jan 2040 07:00</time> (UTC), 2 Jan 2040 02:00 with you")
