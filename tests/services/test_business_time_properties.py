"""Business time, whatever the calendar: properties, and the minute-by-minute oracle on short spans."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from itsm.services.calendars import WorkingHours, beginning, business_seconds, deadline
from tests.services.oracle import CALENDARS, WINDOWS, hours, open_seconds, utc

HERE = settings(max_examples=400, deadline=None, derandomize=True)

ZONES = [
    "UTC",
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/St_Johns",
    "Asia/Kathmandu",
]
instants = st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
calendars = st.sampled_from(list(CALENDARS.values()))
minutes = st.integers(0, 1439)


@st.composite
def any_calendar(draw: st.DrawFn) -> WorkingHours:
    """Any week: up to three ranges a day, overlapping or not, some of them to midnight."""
    marks = st.lists(st.tuples(minutes, st.integers(1, 1440)), max_size=3)
    week = []
    for _day in range(7):
        pairs = [(start, min(start + length, 1440)) for start, length in draw(marks)]
        week.append(tuple((wall(start), wall(end)) for start, end in pairs))
    return WorkingHours(ZoneInfo(draw(st.sampled_from(ZONES))), tuple(week))


def wall(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


@HERE
@given(calendars, st.tuples(instants, instants, instants))
def test_spans_that_meet_add_up(calendar, ends):
    a, b, c = sorted(ends)
    assert business_seconds(a, b, calendar) + business_seconds(b, c, calendar) == business_seconds(
        a, c, calendar
    )


@HERE
@given(
    calendars,
    instants,
    st.timedeltas(timedelta(0), timedelta(days=900)),
    st.timedeltas(timedelta(0), timedelta(days=30)),
)
def test_a_longer_span_never_counts_less_nor_more_than_what_passed(calendar, start, length, more):
    shorter = business_seconds(start, start + length, calendar)
    longer = business_seconds(start, start + length + more, calendar)
    assert 0 <= shorter <= longer <= shorter + more.total_seconds() + 1
    assert shorter <= length.total_seconds() + 1


@HERE
@given(calendars, instants, st.integers(1, 4_000_000))
def test_the_deadline_is_the_inverse(calendar, start, budget):
    start = start.replace(microsecond=0)
    due = deadline(start, budget, calendar)
    assert business_seconds(start, due, calendar) == budget
    assert (
        business_seconds(start, due - timedelta(seconds=1), calendar) == budget - 1
    )  # and the first such moment


@HERE
@given(calendars, instants, st.integers(1, 4_000_000))
def test_the_beginning_is_the_inverse_the_other_way(calendar, end, length):
    end = end.replace(microsecond=0)
    since = beginning(end, length, calendar)
    assert business_seconds(since, end, calendar) == length
    assert (
        business_seconds(since + timedelta(seconds=1), end, calendar) == length - 1
    )  # and the last such moment


@HERE
@given(calendars, instants, st.integers(0, 400_000), st.integers(0, 400_000))
def test_budgets_may_be_spent_in_two_goes(calendar, start, first, second):
    assert deadline(deadline(start, first, calendar), second, calendar) == deadline(
        start, first + second, calendar
    )


@HERE
@given(calendars, instants, instants, st.sampled_from(ZONES))
def test_the_readers_zone_makes_no_difference(calendar, start, end, zone):
    seen_from = ZoneInfo(zone)
    elsewhere = business_seconds(start.astimezone(seen_from), end.astimezone(seen_from), calendar)
    assert elsewhere == business_seconds(start, end, calendar)
    assert deadline(start.astimezone(seen_from), 9000, calendar) == deadline(start, 9000, calendar)


@HERE
@given(st.sampled_from(WINDOWS), st.integers(0, 25 * 1440), st.integers(0, 1440))
def test_no_second_outside_the_hours_is_counted(window, minute, length):
    start, end = window.at(minute), window.at(min(minute + length, window.days * 1440))
    expected = 60 * sum(window.open[minute : minute + length])
    assert business_seconds(start, end, window.calendar) == expected


@settings(HERE, max_examples=250)
@given(
    any_calendar(),
    st.sampled_from(
        ["2026-03-08", "2026-03-28 12:00", "2026-04-04 15:00", "2026-10-25", "2010-03-14", "2026-12-31"]
    ),
    st.integers(0, 1600),
)
def test_any_week_counts_what_the_oracle_counts(calendar, day, length):
    start = utc(day)
    end = start + timedelta(minutes=length)
    assert business_seconds(start, end, calendar) == open_seconds(start, end, calendar)


@settings(HERE, max_examples=250)
@given(any_calendar(), instants, st.integers(1, 200_000))
@example(
    hours("Europe/Lisbon", "", "", "01:00-02:00"), utc("2026-03-28"), 1
)  # the only hour of the week is skipped
def test_any_week_that_opens_has_a_deadline(calendar, start, budget):
    assume(any(calendar.week))
    due = deadline(start, budget, calendar)
    assert business_seconds(start, due, calendar) == budget
