"""The next free window: nothing in the way, nobody away, and the hours as they were planned before."""

from datetime import UTC, datetime, time, timedelta

import pytest

from changes.calendar import finding
from changes.calendar.plan import plan_of
from changes.calendar.windows import next_free
from itsm.people.models import Absence
from itsm.services.models import Agreement, SupportCalendar
from tests.changes.calendar import year
from tests.changes.calendar.conftest import HOUR, NOW, SATURDAY
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(calendar):
    """Mail is used from eight to six on working days, by London's clock; New Year is a closing day."""
    hours = SupportCalendar.objects.create(name="Office", time_zone="Europe/London", country="GB")
    hours.set_hours([[(time(8), time(18))]] * 5 + [[], []], closed={})
    calendar.mail.agreement = Agreement.objects.create(name="Office", calendar=hours)
    calendar.mail.save()


def free(change, after=None):
    plan = plan_of(change)
    return next_free(plan, after=after or plan.starts_at)


def test_two_hours_after_what_is_in_the_way(calendar, mail_change):
    other = calendar.change(calendar.mail, calendar.noor, look=False)
    assert free(other) == (SATURDAY + 4 * HOUR, SATURDAY + 6 * HOUR)


def test_what_was_planned_outside_working_hours_stays_outside(calendar, office):
    evening = datetime(2026, 11, 24, 19, tzinfo=UTC)
    change = calendar.change(calendar.mail, calendar.ivo, starts_at=evening, hours=3, look=False)
    calendar.freeze(starts_at=evening, hours=8)  # until three in the morning
    assert free(change) == (evening + 8 * HOUR, evening + 11 * HOUR)
    calendar.freeze(
        starts_at=evening + 8 * HOUR, hours=2.5
    )  # until half past five: too late before eight o'clock
    assert free(change)[0] == datetime(2026, 11, 25, 18, tzinfo=UTC)


def test_what_was_planned_in_working_hours_stays_inside_and_off_closing_days(calendar, office):
    morning = datetime(2026, 12, 31, 9, tzinfo=UTC)
    change = calendar.change(calendar.mail, calendar.ivo, starts_at=morning, hours=3, look=False)
    calendar.freeze(starts_at=morning, hours=9)
    assert free(change)[0] == datetime(2027, 1, 4, 8, tzinfo=UTC)  # after New Year and a weekend


def test_a_service_of_round_the_clock_keeps_to_no_hours_of_others(calendar, office):
    """Also where the agreement that counts for all others has office hours."""
    clock = SupportCalendar.objects.get(name="Round the clock")
    agreement = Agreement.objects.create(name="Vital", calendar=clock)
    Agreement.objects.filter(is_default=True).update(is_default=False)
    Agreement.objects.filter(name="Office").update(is_default=True)
    calendar.mail.agreement = agreement
    calendar.mail.save()
    evening = datetime(2026, 11, 24, 19, tzinfo=UTC)
    change = calendar.change(calendar.mail, calendar.ivo, starts_at=evening, hours=3, look=False)
    calendar.freeze(starts_at=evening, hours=14)  # until nine in the morning
    assert free(change)[0] == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_nobody_is_planned_for_who_is_away_or_busy_with_another_change(calendar, mail_change):
    alone = calendar.booking
    alone.depends_on.clear()
    change = calendar.change(alone, calendar.ivo, look=False)
    assert free(change)[0] == SATURDAY + 2 * HOUR  # he carries out the other one until then
    Absence.objects.create(person=calendar.ivo, since=SATURDAY, until=SATURDAY + 30 * HOUR)
    assert free(change)[0] == SATURDAY + 30 * HOUR


def test_there_may_be_none(calendar, mail_change):
    calendar.freeze(hours=24 * 90)
    assert free(mail_change) is None


def test_in_a_dense_year_what_is_proposed_collides_with_nothing(calendar):
    services, people = year.services(12), [PersonFactory() for _n in range(4)]
    keys = year.fill(150, of=services, team=calendar.team, people=people, since=NOW, days=12)
    year.freezes(4, of=services, by=calendar.jonas, since=NOW - timedelta(days=30))
    for change in year.Change.objects.filter(pk__in=keys[::15]):
        plan = plan_of(change)
        window = next_free(plan, after=NOW)
        assert window[1] - window[0] == plan.ends_at - plan.starts_at
        assert finding.find([plan.at(*window)])[plan.pk] == []
        assert window[0].minute in {0, 30}
