"""Quiet hours as properties over zones and the days on which clocks change; who is told now and who later."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comms import quiet
from comms.models import Delivery, Group, Held, How, Preference, Quiet
from itsm.people.models import Person
from tests.factories import PersonFactory

ZONES = [
    "UTC",
    "Europe/Lisbon",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
]
MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)  # a Thursday

DAY = 24 * 60
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
minutes = st.integers(0, DAY - 1)
times = minutes.map(lambda minute: time(minute // 60, minute % 60))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def hours(
    begins: time | None,
    ends: time | None,
    *,
    zone: str = "UTC",
    weekends: bool = False,
    digest_at: time = quiet.USUAL_DIGEST,
) -> quiet.Hours:
    return quiet.Hours(begins, ends, weekends, digest_at, zone)


@st.composite
def any_hours(draw) -> quiet.Hours:
    begins, length = draw(minutes), draw(st.integers(1, DAY - 1))
    ends = (begins + length) % DAY
    ends_at, begins_at = time(ends // 60, ends % 60), time(begins // 60, begins % 60)
    return hours(begins_at, ends_at, zone=draw(st.sampled_from(ZONES)), weekends=draw(st.booleans()))


def by_the_clock(row: quiet.Hours, moment: datetime) -> bool:
    """What the clock on the wall says: the plain rule, which holds on every day when no clock is changed."""
    here = moment.astimezone(ZoneInfo(row.time_zone))
    at, over_midnight = here.time(), row.ends < row.begins
    night = (at >= row.begins or at < row.ends) if over_midnight else row.begins <= at < row.ends
    return night or (row.weekends and here.weekday() >= quiet.SATURDAY)


def clocks_change_near(zone: str, moment: datetime) -> bool:
    offsets = {
        (moment + timedelta(hours=12 * step)).astimezone(ZoneInfo(zone)).utcoffset() for step in range(-6, 9)
    }
    return len(offsets) > 1


@patient
@given(any_hours(), moments)
def test_the_end_of_quiet_lies_ahead_and_is_not_quiet(row, now):
    ends = quiet.quiet_until(row, now)
    if ends is not None:
        assert now < ends <= now + timedelta(days=5)
        assert quiet.quiet_until(row, ends) is None


@patient
@given(any_hours(), moments, st.floats(0, 0.999))
def test_it_is_quiet_all_the_way_to_the_end_and_the_end_stays_the_same(row, now, share):
    ends = quiet.quiet_until(row, now)
    if ends is not None:
        assert quiet.quiet_until(row, now + (ends - now) * share) == ends


@patient
@given(any_hours(), moments)
def test_on_ordinary_days_it_is_what_the_clock_on_the_wall_says(row, now):
    if not clocks_change_near(row.time_zone, now):
        assert (quiet.quiet_until(row, now) is not None) == by_the_clock(row, now)


@patient
@given(any_hours(), moments)
def test_the_last_minute_is_quiet_by_the_clock_and_the_first_after_it_is_not(row, now):
    ends = quiet.quiet_until(row, now)
    if ends is not None and not clocks_change_near(row.time_zone, ends):
        assert by_the_clock(row, ends - MINUTE)
        assert not by_the_clock(row, ends)


@patient
@given(times, moments, st.sampled_from(ZONES))
def test_the_daily_digest_comes_within_a_day_at_its_hour(at, now, zone):
    row = hours(None, None, zone=zone, digest_at=at)
    due = quiet.next_digest(row, now)
    assert now < due <= now + timedelta(hours=26)
    if not clocks_change_near(zone, due):
        assert due.astimezone(ZoneInfo(zone)).time() == at


@pytest.mark.parametrize(
    ("row", "now", "ends"),
    [
        (hours(time(22), time(7)), "2026-12-03T23:00", "2026-12-04T07:00"),
        (hours(time(22), time(7)), "2026-12-04T03:00", "2026-12-04T07:00"),
        (hours(time(22), time(7)), "2026-12-03T21:59", None),
        (hours(time(12), time(13)), "2026-12-03T12:30", "2026-12-03T13:00"),
        (hours(time(22), time(7), zone="Europe/Lisbon"), "2026-07-01T21:30", "2026-07-02T06:00"),
        # Friday night runs into the weekend, and that into Monday's night
        (hours(time(22), time(7), weekends=True), "2026-12-04T23:00", "2026-12-07T07:00"),
        (hours(None, None, weekends=True), "2026-12-05T00:00", "2026-12-07T00:00"),
        (hours(None, None), "2026-12-05T00:00", None),
        # Berlin skips 02:00 to 03:00 on 29 March 2026: the night is an hour shorter
        (hours(time(22), time(7), zone="Europe/Berlin"), "2026-03-28T22:00", "2026-03-29T05:00"),
        # an end in the hour that is skipped is as long after midnight as ever
        (hours(time(22), time(2, 30), zone="Europe/Berlin"), "2026-03-29T00:30", "2026-03-29T01:30"),
        # and has it twice on 25 October: the first one ends the quiet
        (hours(time(22), time(2, 30), zone="Europe/Berlin"), "2026-10-24T23:00", "2026-10-25T00:30"),
        (hours(time(22), time(7), zone="Europe/Berlin"), "2026-10-24T20:00", "2026-10-25T06:00"),
    ],
)  # fmt: skip
def test_nights_weekends_and_changed_clocks(row, now, ends):
    found = quiet.quiet_until(row, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (datetime.fromisoformat(ends).replace(tzinfo=UTC) if ends else None)


# Who wants what -----------------------------------------------------------------------------------------------------


@pytest.fixture
def ana(db) -> Person:
    return PersonFactory(name="Ana", time_zone="UTC")


def keep_quiet(person: Person, begins: int = 11, ends: int = 14, **more) -> Quiet:
    return Quiet.objects.create(person=person, begins=time(begins), ends=time(ends), **more)


def mails(person: Person, number: int, *, group: str = Group.ANSWER, at: datetime = NOON) -> None:
    made = [
        Delivery(
            cause=f"{group}:{at}:{each}",
            person=person,
            group=group,
            address=person.email,
            created_at=at,
            reason="asked",
        )
        for each in range(number)
    ]
    Delivery.objects.bulk_create(made)


def ask(
    person: Person, *, group: str = Group.ANSWER, now: datetime = NOON, urgent: bool = False
) -> str | datetime:
    found = quiet.wants([person.pk], group=group, now=now, urgent=urgent)
    return "now" if person.pk in found.at_once else found.later.get(person.pk, "never")


def test_who_chose_nothing_is_told_at_once(ana):
    assert ask(ana) == "now"


def test_in_quiet_hours_it_waits_for_their_end_and_urgent_does_not(ana):
    keep_quiet(ana)
    assert ask(ana) == datetime(2026, 12, 3, 14, tzinfo=UTC)
    assert ask(ana, urgent=True) == "now"
    assert ask(ana, group=Group.RECEIPT) == "now"


def test_a_plain_no_holds_even_for_what_is_urgent(ana):
    Preference.choose(ana, Group.ANSWER, How.NEVER)
    assert ask(ana) == ask(ana, urgent=True) == "never"
    assert ask(ana, group=Group.WORK) == "now"


def test_once_a_day_comes_at_the_persons_hour_and_after_their_quiet_hours(ana):
    Preference.choose(ana, Group.ANSWER, How.DAILY)
    assert ask(ana) == datetime(2026, 12, 4, 8, tzinfo=UTC)
    assert ask(ana, urgent=True) == "now"
    Quiet.objects.create(person=ana, weekends=True, digest_at=time(17))
    assert ask(ana) == datetime(2026, 12, 3, 17, tzinfo=UTC)
    saturday = datetime(2026, 12, 5, 12, tzinfo=UTC)
    assert ask(ana, now=saturday) == datetime(2026, 12, 7, tzinfo=UTC)


def test_more_than_a_few_of_one_kind_wait_ten_minutes(ana):
    mails(ana, quiet.FEW - 1)
    assert ask(ana) == "now"
    mails(ana, 1, at=NOON - 9 * MINUTE)
    assert ask(ana) == NOON + quiet.WINDOW
    assert ask(ana, urgent=True) == "now"
    assert ask(ana, group=Group.WORK) == "now", "another kind has its own measure"
    assert ask(ana, now=NOON + 11 * MINUTE) == "now", "and so has another quarter of an hour"


def test_lines_that_wait_count_so_a_burst_stays_one(ana):
    for number in range(quiet.FEW):
        Held.objects.create(
            person=ana, group=Group.ANSWER, cause=f"event:{number}", at=NOON, due_at=NOON, reason="asked"
        )
    assert ask(ana) == NOON + quiet.WINDOW


def test_a_burst_before_the_night_waits_for_the_morning(ana):
    keep_quiet(ana, 12, 14)
    mails(ana, quiet.FEW, at=NOON - 5 * MINUTE)
    assert ask(ana, now=NOON - MINUTE) == datetime(2026, 12, 3, 14, tzinfo=UTC)


def test_who_wants_no_digests_finds_it_in_the_inbox_only(ana):
    keep_quiet(ana)
    Preference.choose(ana, Group.DIGEST, How.NEVER)
    assert ask(ana) == "never"
    assert ask(ana, urgent=True) == "now"


def test_asking_costs_the_same_for_one_and_for_many(db, django_assert_max_num_queries):
    people = PersonFactory.create_batch(12)
    for person in people[:6]:
        keep_quiet(person)
        Preference.choose(person, Group.NOTICE, How.DAILY)
    Preference.choose(people[7], Group.NOTICE, How.DAILY)
    with django_assert_max_num_queries(2):
        found = quiet.wants([person.pk for person in people], group=Group.NOTICE, now=NOON)
    assert (len(found.at_once), len(found.later)) == (5, 7)


@pytest.mark.parametrize("ends", [None, time(22)])
def test_hours_without_two_different_ends_are_refused_by_the_database(ana, ends):
    with pytest.raises(IntegrityError), transaction.atomic():
        Quiet.objects.create(person=ana, begins=time(22), ends=ends)
