"""Availability and its times over periods of whole days, each value worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from itsm.insights.availability import measure
from itsm.insights.availability.measure import availability, mtbf, mtbsi, mtrs, outages
from itsm.insights.dashboards.records import behind
from itsm.insights.explain.told import how_many
from itsm.insights.figures import said, shown
from itsm.insights.goals.targets import set_target
from itsm.insights.measures import Figure, Filter, Stretches, Unit, ask, one
from itsm.services.models import Agreement, Outage, SupportCalendar, amendment
from tests.factories import ServiceFactory, TeamFactory

pytestmark = pytest.mark.django_db
LISBON = ZoneInfo("Europe/Lisbon")
MARCH = Filter.of_days(date(2026, 3, 2), date(2026, 3, 11), LISBON)  # ten days, 240 h round the clock


def at(day: int, hour: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LISBON)


@pytest.fixture(autouse=True)
def _long_known(round_the_clock):
    """The desk was there before the period: it knows of an outage of something that is no longer offered."""
    gone, day = ServiceFactory(name="Fax", is_active=False), datetime(2025, 1, 1, tzinfo=UTC)
    Outage.objects.create(service=gone, began_at=day, ended_at=day)


@pytest.fixture
def round_the_clock(db):
    """The default agreement counts day and night."""
    with amendment():
        always = SupportCalendar.objects.create(name="Always", time_zone="Europe/Lisbon")
        for day in range(7):
            always.opening_hours.create(weekday=day, opens="00:00", closes="00:00")
        Agreement.objects.filter(is_default=True).update(calendar=always)


@pytest.fixture
def mail(round_the_clock):
    return ServiceFactory(name="Mail")


def down(service, begin, end=None, **more):
    return Outage.objects.create(service=service, began_at=begin, ended_at=end, words="No mail", **more)


def figures(chosen=MARCH, by=None, group=None):
    wanted = [availability, mtbf, mtrs, mtbsi]
    found = ask(wanted, chosen, by=by)
    return [found[each.key][group].value for each in wanted]


def test_without_an_outage_it_is_all_of_the_time(mail):
    assert figures() == [100, None, None, None]


def test_two_outages_by_hand(mail):
    """6 h and 18 h of 240 h: 90 %; 216 ÷ 2, 24 ÷ 2, 240 ÷ 2."""
    down(mail, at(3, 0), at(3, 6))
    down(mail, at(5, 0), at(5, 18))
    assert figures() == [pytest.approx(90.0), 108, 12, 120]
    assert one(availability, MARCH).n == one(outages, MARCH).n == 2


def test_overlapping_ones_are_one_and_both_are_listed(mail):
    down(mail, at(3, 0), at(3, 12))
    down(mail, at(3, 6), at(4, 0), source="NTC-7")
    assert figures() == [pytest.approx(90.0), 216, 24, 240]
    assert one(availability, MARCH).n == how_many(availability, MARCH) == 2


def test_planned_downtime_and_what_lies_within_it_stand_apart(mail):
    down(mail, at(3, 0), at(3, 12), planned=True)
    down(mail, at(3, 6), at(4, 12))  # six of its thirty hours were planned
    assert figures() == [pytest.approx(90.0), 216, 24, 240]


def test_what_does_not_count_lowers_nothing(mail):
    down(mail, at(3, 0), at(3, 12), counts=False, why_not="Only the check was broken.")
    assert figures()[0] == 100
    assert one(availability, MARCH).n == 0


def test_only_what_lies_in_the_period_counts(mail):
    down(mail, at(1, 0), at(2, 12))
    down(mail, at(11, 12), at(15, 0))
    assert figures()[0] == pytest.approx(90.0)
    assert one(outages, MARCH).n == 1  # began in it
    assert one(availability, MARCH).n == 2  # lay in it


def test_what_goes_on_is_down_until_now(mail, time_machine):
    time_machine.move_to(at(4, 0), tick=False)  # two of the ten days are over
    down(mail, at(3, 12))
    assert figures() == [pytest.approx(75.0), 36, 12, 48]


def test_the_day_on_which_the_clock_changes_has_23_hours(mail):
    """29 March 2026; two hours of it are gone by three o'clock."""
    down(mail, at(29, 0), at(29, 3))
    day = Filter.of_days(date(2026, 3, 29), date(2026, 3, 29), LISBON)
    assert figures(day)[0] == pytest.approx(100 * 21 / 23)


def test_only_agreed_hours_count(mail):
    """Nine to five on working days, closed on the third: from the 2nd to the 11th seven days of eight hours are left."""
    with amendment():
        office = SupportCalendar.objects.create(name="Office", time_zone="Europe/Lisbon")
        for day in range(5):
            office.opening_hours.create(weekday=day, opens="09:00", closes="17:00")
        office.closing_days.create(date=date(2026, 3, 3), reason="Town holiday")
        Agreement.objects.filter(is_default=True).update(calendar=office)
    down(mail, at(2, 15), at(4, 11))  # two hours on the 2nd, two on the 4th
    down(mail, at(7, 8), at(8, 8))  # a weekend
    assert figures() == [pytest.approx(100 * 52 / 56), 52, 4, 56]


def test_each_service_has_its_own_and_the_team_those_of_its_services(mail):
    paper = ServiceFactory(name="Printing", team=mail.team)
    other = ServiceFactory(name="Doors", team=TeamFactory())
    down(mail, at(3, 0), at(4, 0))
    by_service = ask([availability], MARCH, by="service")["availability"]
    assert {pk: figure.value for pk, figure in by_service.items()} == {
        mail.pk: pytest.approx(90.0), paper.pk: 100, other.pk: 100,
    }  # fmt: skip
    of_team = Filter.of_days(date(2026, 3, 2), date(2026, 3, 11), LISBON, team=mail.team_id)
    assert figures(of_team)[0] == pytest.approx(95.0)
    assert figures()[0] == pytest.approx(100 * (1 - 24 / 720))


def test_stretches_and_months_are_told_one_by_one(mail):
    down(mail, at(3, 0), at(3, 12))
    stretches = ask([availability], MARCH, by=Stretches(length=timedelta(days=5), count=2))["availability"]
    assert {n: figure.value for n, figure in stretches.items()} == {1: pytest.approx(90.0), 2: 100}
    both = Filter.of_days(date(2026, 2, 1), date(2026, 3, 31), LISBON)
    months = ask([availability], both, by="month")["availability"]
    assert [round(months[month].value, 3) for month in sorted(months)] == [
        100,
        round(100 * (1 - 12 / 743), 3),
    ]


def test_no_outage_is_none_and_not_unknown(mail):
    down(mail, at(3, 0), at(3, 12))
    other = ServiceFactory(name="Doors")
    weeks = ask([outages, availability], MARCH, by=Stretches(length=timedelta(days=5), count=2))["outages"]
    assert {n: (figure.value, figure.n) for n, figure in weeks.items()} == {1: (1, 1), 2: (0, 0)}
    by_service = ask([outages], MARCH, by="service")["outages"]
    assert (by_service[mail.pk].value, by_service[other.pk].value) == (1, 0)
    before = Filter.of_days(date(2024, 3, 2), date(2024, 3, 11), LISBON)
    assert one(outages, before).value is None


def test_nobody_knows_of_a_priority_nor_of_what_was_before_the_desk(mail):
    of_priority = Filter.of_days(date(2026, 3, 2), date(2026, 3, 11), LISBON, priority=1)
    assert one(availability, of_priority) == Figure(None, 0)
    before = Filter.of_days(date(2024, 3, 2), date(2024, 3, 11), LISBON)
    assert one(availability, before).value is None


def test_its_list_holds_as_many_as_it_says(mail):
    rows = [down(mail, at(day), at(day, 3)) for day in (1, 4, 8)]
    assert set(behind(availability, MARCH)) == set(rows[1:])
    assert [record.href for record in availability.records(availability, MARCH, None)] == [
        rows[2].get_absolute_url(), rows[1].get_absolute_url(),
    ]  # fmt: skip


def test_a_long_list_says_that_there_is_more(mail, monkeypatch):
    monkeypatch.setattr(measure, "LISTED", 2)
    for day in (3, 4):
        down(mail, at(day), at(day, 3))
    assert len(availability.records(availability, MARCH, None)) == 2
    down(mail, at(5), at(5, 3))
    said = [record.name for record in availability.records(availability, MARCH, None)]
    assert said == ["Mail: No mail"] * 2 + ["Older ones are on the pages of their services"]


def test_nobody_hides_behind_a_figure_of_no_outage(mail, as_manager):
    page = as_manager.get("/insights/figures/availability/", follow=True).text
    assert 'data-count="0"' in page
    assert "Who they are is not shown" not in page


@pytest.mark.parametrize(("value", "text"), [(100.0, "100"), (99.9999, "99.99"), (99.5, "99.50")])
def test_all_of_the_time_is_only_said_of_all_of_it(value, text):
    assert shown(Figure(value, 1), Unit.OF_TIME) == text
    assert said(Figure(value, 3), availability) == f"{text} %, 3 outages"


def test_it_costs_the_same_statements_however_much_there_is(mail, django_assert_max_num_queries):
    for day in range(2, 10):
        down(ServiceFactory(), at(day), at(day, 2))
    together = [availability, mtbf, mtrs, mtbsi, outages]
    ask(together, MARCH)  # the policy is read once in a process
    with django_assert_max_num_queries(5):
        ask(together, MARCH)


def test_a_target_holds_from_its_day_on(mail, manager, as_manager):
    today = timezone.localdate()
    set_target("availability", 99.5, by=manager, since=today)
    set_target("availability", 99.9, by=manager, service=mail, since=today + timedelta(days=1))
    by_service = as_manager.get("/insights/availability/").context["panels"][0]
    assert [mark.value for mark in by_service.rows[0].marks][1] == 99.5
