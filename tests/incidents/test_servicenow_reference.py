"""The whole real log, held to the figures an independent program computed (tests/data/uci/REFERENCE.md, rules U1 to U15).

The import runs once for this module, inside a transaction that is rolled back at the end.
"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import Avg, Count, F, IntegerField, Max, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from incidents.models import Category, Incident
from incidents.servicenow.importing import Import
from incidents.servicenow.log import Log
from itsm.insights.measures import (
    Filter,
    Stretches,
    ask,
    ask_now,
    flowing,
    measure,
    measures,
    one,
    standing,
    volume,
)
from itsm.insights.measures.asking import ask_rows
from itsm.insights.rollups import keeping, reading
from itsm.insights.rollups.models import Touched
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.models import Clock, Event, Hold, Outbox, Ticket
from tests.insights import times

LOG = Path(__file__).parents[1] / "data/uci/incident_event_log_dev.csv.gz"
EVER = Filter(since=datetime(2015, 1, 1, tzinfo=UTC), until=datetime(2019, 1, 1, tzinfo=UTC), kind="incident")
TABLES = (Person, Team, Site, Service, Category, Ticket, Incident, Event, Clock, Hold)
WITHIN = 0.01  # hours

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]


def run_import() -> Import:
    run = Import(Log(LOG, ZoneInfo("UTC")))
    for _rows in run.run():
        pass
    return run


@pytest.fixture(scope="module")
def history(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        run = run_import()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ANALYZE")
        yield run
        transaction.set_rollback(True)


@pytest.fixture
def report(history, db):
    return history.report


@pytest.fixture(scope="module")
def day_and_night(history):
    return times.times(EVER, working=False)


@pytest.fixture(scope="module")
def in_office_hours(history):
    return times.times(EVER, working=True)


def counted(*conditions):
    return volume.OPENED.among(EVER).filter(*conditions).count()


def share(value):
    """A percentage as the reference prints it."""
    return pytest.approx(value, abs=1e-4)


def near(*expected):
    return [pytest.approx(value, abs=WITHIN) for value in expected]


def test_every_incident_and_every_row_is_accounted_for(report):
    assert (report.incidents, report.rows) == (12_438, 70_986)
    assert (report.imported, report.imported_rows) == (12_438, 70_986)
    assert report.left_out == 0
    assert Incident.objects.count() == 12_438
    rows = Event.objects.filter(details__source__log=report.digest, details__source__has_key="row")
    assert rows.count() == 70_986  # one Event each, and no two for the same row
    assert rows.aggregate(told=Count(KT("details__source__row"), distinct=True))["told"] == 70_986
    assert rows.aggregate(last=Max(Cast(KT("details__source__row"), IntegerField())))["last"] == 70_986


def test_what_could_not_be_mapped_is_said_with_its_rows(report):
    counts = {reason: len(rows) for reason, rows in report.problems.items()}
    assert counts == {
        "missing group": 2_162,
        "missing opener": 339,
        "missing category": 17,
        "missing caller": 2,
        "resolved without a time": 771,
        "closed without being resolved": 4,
        "outside the flow": 8,
        "moved between rows": 46,
        "before it was opened": 3,
    }
    assert report.problems["closed without being resolved"] == [11461, 41614, 70977, 70979]


def test_resolved_at_is_missing_where_the_log_has_none(report):
    assert counted(Q(resolved_at=None)) == 774


def test_reopened_incidents(report):
    assert counted(Q(reopen_count__gt=0)) == 156
    found = one(measure("ever_reopened"), EVER)
    assert (found.value, found.n) == (share(1.2542), 12_438)
    reopenings = Event.objects.filter(verb="incident.reopen").values("ticket").distinct().count()
    assert reopenings == 156


def test_priority_changed_from_the_first_row_to_the_last(report):
    first = Cast(KT("details__priority"), IntegerField())
    changed = (
        Event.objects.filter(verb="incident.open").annotate(first=first).exclude(ticket__priority=F("first"))
    )
    assert changed.count() == 198


def test_first_contact_by_three_proxies(report):
    never_left = flowing.NO_TRANSFER
    within_an_hour = Q(resolved_at__lte=F("opened_at") + timedelta(hours=1))
    never_waited = ~Q(pk__in=Event.objects.filter(verb="incident.hold").values("ticket"))
    shares = [
        100 * counted(*conditions) / 12_438
        for conditions in ([never_left], [never_left, within_an_hour], [never_left, never_waited])
    ]
    assert shares == [share(value) for value in (53.4571, 25.8964, 46.1971)]
    found = one(measure("straight_through"), EVER)
    assert (found.value, found.n) == (share(53.4571), 12_438)


def test_reassignments(report):
    moved = volume.OPENED.among(EVER)
    counts = Counter(moved.values_list("handover_count", flat=True))
    assert [counts[n] for n in range(6)] == [6_681, 3_115, 1_191, 627, 336, 194]
    assert sum(n for times, n in counts.items() if 6 <= times <= 10) == 266
    assert sum(n for times, n in counts.items() if times > 10) == 28
    assert max(counts) == 22
    assert moved.aggregate(mean=Avg("handover_count"))["mean"] == share(0.9612)
    assert one(measure("handovers"), EVER).value == share(0.9612)


@pytest.mark.parametrize(
    ("priority", "incidents", "met"),
    [(1, 143, 2.10), (2, 219, 0.46), (3, 11_693, 64.81), (4, 383, 84.60)],
)
def test_sla_met_by_servicenows_own_verdict(report, priority, incidents, met):
    found = ask([measure("servicenow_sla_met")], EVER, by="priority")["servicenow_sla_met"][priority]
    assert (found.n, found.value) == (incidents, pytest.approx(met, abs=0.005))


def test_sla_met_and_knowledge_used_over_all(report):
    """Of incidents, not of rows."""
    met, used = one(measure("servicenow_sla_met"), EVER), one(measure("servicenow_knowledge"), EVER)
    assert (met.n, met.value) == (12_438, pytest.approx(63.56, abs=0.005))
    assert (used.n, used.value) == (12_438, share(14.2869))


def assert_shown(mean, median, p90, priority, n, expected):
    """By the measures that the dashboards show."""
    answers = ask([measure(key) for key in (mean, median, p90)], EVER, by="priority" if priority else None)
    found = [answers[key][priority] for key in (mean, median, p90)]
    assert {figure.n for figure in found} == {n}
    assert [figure.value for figure in found] == expected


@pytest.mark.parametrize(
    ("priority", "n", "mean", "median", "p90"),
    [
        (1, 143, 257.78, 111.22, 547.16),
        (2, 219, 162.44, 44.15, 381.60),
        (3, 10_967, 175.22, 21.43, 367.67),
        (4, 335, 259.25, 17.87, 447.85),
        (None, 11_664, 178.41, 22.35, 379.76),
    ],
)
def test_time_to_resolve_day_and_night(report, day_and_night, priority, n, mean, median, p90):
    assert_shown("elapsed_mean", "elapsed_median", "elapsed_p90", priority, n, near(mean, median, p90))
    spread = times.hours((each for each in day_and_night if priority in {None, each.priority}), net=False)
    assert [spread.n, spread.mean, spread.median, spread.p90] == near(n, mean, median, p90)


@pytest.mark.parametrize(
    ("priority", "n", "mean", "median", "p90"),
    [
        (1, 143, 114.77, 42.85, 308.77),
        (2, 219, 115.27, 25.43, 358.07),
        (3, 10_967, 110.69, 6.67, 258.61),
        (4, 335, 76.71, 1.02, 178.91),
        (None, 11_664, 109.85, 7.05, 262.14),
    ],
)
def test_time_to_resolve_without_the_waiting(report, day_and_night, priority, n, mean, median, p90):
    spread = times.hours((each for each in day_and_night if priority in {None, each.priority}), net=True)
    assert [spread.n, spread.mean, spread.median, spread.p90] == near(n, mean, median, p90)


@pytest.mark.parametrize(
    ("priority", "n", "mean", "median", "p90"),
    [
        (1, 143, 34.92, 13.77, 90.63),
        (2, 219, 34.76, 9.35, 108.11),
        (3, 10_967, 33.60, 3.98, 75.77),
        (4, 335, 23.59, 0.98, 57.09),
        (None, 11_664, 33.35, 4.08, 76.82),
    ],
)
def test_working_time_to_resolve_without_the_waiting(report, in_office_hours, priority, n, mean, median, p90):
    assert_shown("time_worked_mean", "time_worked", "time_worked_p90", priority, n, near(mean, median, p90))
    spread = times.hours((each for each in in_office_hours if priority in {None, each.priority}), net=True)
    assert [spread.n, spread.mean, spread.median, spread.p90] == near(n, mean, median, p90)


def test_both_sums_of_business_minutes(report, in_office_hours):
    assert sum(each.gross for each in in_office_hours) == 37_510_732 * 60
    assert sum(each.net for each in in_office_hours) == 23_340_166 * 60
    shown = [one(measure(key), EVER) for key in ("time_to_resolve_mean", "time_worked_mean")]
    assert [each.value * each.n * 60 for each in shown] == [
        pytest.approx(37_510_732),
        pytest.approx(23_340_166),
    ]


def test_the_share_that_would_have_met_our_targets(report, day_and_night, in_office_hours):
    shares = [
        times.within_target(in_office_hours, net=True),
        times.within_target(in_office_hours, net=False),
        times.within_target(day_and_night, net=False),
    ]
    assert [round(share, 2) for share in shares] == [82.21, 73.22, 56.65]


@pytest.mark.parametrize(
    ("month", "opened", "resolved", "closed", "backlog"),
    [(3, 4_478, 3_412, 2_915, 916), (4, 3_942, 3_889, 4_152, 662), (5, 3_788, 3_597, 4_219, 639)],
)
def test_volumes_and_backlog_by_month(report, month, opened, resolved, closed, backlog):
    first, after = datetime(2016, month, 1, tzinfo=UTC), datetime(2016, month + 1, 1, tzinfo=UTC)
    answers = ask([volume.opened, volume.resolved, volume.closed], EVER, by="month")
    found = [answers[key][first].n for key in ("opened", "resolved", "closed")]
    assert found == [opened, resolved, closed]
    end = after - timedelta(seconds=1)
    assert volume.backlog(EVER, [end]) == [backlog]
    assert one(measure("backlog"), replace(EVER, until=end)).value == backlog
    ages = ask_now([figure for figure in standing() if figure.key == "backlog_old"], EVER, now=end)
    assert sum(ages[f"backlog_{age}"].n for age in ("young", "middle", "old")) == backlog


def test_clocks_agree_with_the_times_except_for_what_stood_resolved(report, in_office_hours):
    """The clock does not count the time between a resolution that did not hold and the reopening; all else is the same."""
    judged = Clock.objects.filter(
        kind="resolution", ticket__resolved_at__isnull=False, ticket__reopen_count=0
    )
    assert (
        judged.count()
        == 11_664 - Incident.objects.filter(reopen_count__gt=0, resolved_at__isnull=False).count()
    )
    met = one(measure("sla_met"), EVER)
    assert met.n == 11_664
    assert met.value == pytest.approx(82.21, abs=0.05)


def test_history_is_not_news(report):
    assert not Outbox.objects.exists()
    assert not Clock.objects.filter(next_at__isnull=False).exists()


def test_a_second_run_changes_nothing(report):
    def state():
        return {
            model: (model.objects.count(), model.objects.aggregate(Max("pk"))["pk__max"]) for model in TABLES
        }

    before = state()
    second = run_import().report
    assert state() == before
    assert (second.imported, second.present, second.present_rows) == (0, 12_438, 70_986)
    assert second.problems == {}
    assert not any(second.written.values())


def test_holders_follow_each_other_without_a_gap(report):
    """Whoever hands the baton on does so at the moment the next one has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT until, lead(since) OVER (PARTITION BY ticket_id ORDER BY id) AS next, ticket_id "
            "FROM tickets_hold) held JOIN tickets_ticket t ON t.id = held.ticket_id "
            "WHERE next <> until AND t.reopen_count = 0"
        )
        assert cursor.fetchone() == (0,)
    assert Hold.objects.filter(until=None).count() == 0
    assert Counter(Hold.objects.values_list("holder", flat=True)).keys() == {
        "team",
        "agent",
        "colleague",
        "supplier",
    }


def test_what_days_say_is_what_rows_say(report):
    """A month of the log rolled up: every figure that is kept by day, in every way."""
    first, last = date(2016, 3, 1), date(2016, 3, 31)
    Touched.objects.all().delete()  # the import is longer ago than figures may lag behind
    keeping.count([first + timedelta(days=n) for n in range((last - first).days + 1)])
    plan = keeping.the_plan()
    kept = [one for one in measures() if one.key in plan.kept]
    chosen = Filter.of_days(first, last, UTC)
    ways = [
        (chosen, None),
        (chosen, "priority"),
        (replace(chosen, priority=3), Stretches(length=timedelta(days=8), count=4)),
    ]
    for way in ways:
        (days,), (rows,) = reading.read(plan, kept, [way]), ask_rows(kept, [way])
        assert sum(figure.n for figure in rows["opened"].values()) > 1_000
        for key, found in rows.items():
            told, counted = days[key], {group: figure.n for group, figure in found.items()}
            assert {group: figure.n for group, figure in told.items()} == counted, key
            values = {group: figure.value for group, figure in found.items()}
            assert {group: figure.value for group, figure in told.items()} == pytest.approx(values), key
