"""Figures made of other figures: for each colleague, for each ticket, and against what comes in a month."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from itsm.insights.cost.measure import cost_between, months
from itsm.insights.explain.told import how_many
from itsm.insights.measures import Figure, Filter, Stretches, ask, ask_now, measure, one, standing
from itsm.insights.measures.registry import NOTHING
from itsm.insights.models import DeskCost
from itsm.people.models import Person
from tests.factories import PersonFactory, SiteFactory, TeamFactory
from tests.insights.history import History

pytestmark = pytest.mark.django_db
UTC_DAY, MONTH = timedelta(days=1), 365.25 / 12
LISBON = ZoneInfo("Europe/Lisbon")
JULY = Filter(since=datetime(2026, 7, 1, tzinfo=UTC), until=datetime(2026, 8, 1, tzinfo=UTC))
COLLEAGUES, COST = measure("tickets_per_colleague"), measure("cost_per_ticket")


@pytest.fixture
def history(db):
    """Four colleagues, three of them in Porto, since long ago; forty incidents, one each eighteen hours of July from the 1st on."""
    porto, leeds = SiteFactory(), SiteFactory(name="Leeds")
    people = [PersonFactory(site=site) for site in (porto, porto, porto, leeds)]
    Person.objects.update(joined_at=datetime(2020, 1, 1, tzinfo=UTC))
    told = History(team=TeamFactory(), agent=people[0], colleague=people[1])
    for number in range(40):
        told.ticket(JULY.since + number * timedelta(hours=18), site=porto)
    told.ticket(JULY.since, status="cancelled")
    told.write()
    return told


def test_incidents_for_each_colleague_and_month(history):
    assert one(COLLEAGUES, JULY) == Figure(pytest.approx(40 / 4 * MONTH / 31), 40)


def test_who_joins_in_between_counts_half_and_who_left_does_not(history):
    """4 at the beginning, 6 at the end: 5 on average. One who left is in neither."""
    PersonFactory.create_batch(2, joined_at=datetime(2026, 7, 20, tzinfo=UTC))
    PersonFactory(joined_at=datetime(2020, 1, 1, tzinfo=UTC), is_active=False)
    assert one(COLLEAGUES, JULY).value == pytest.approx(40 / 5 * MONTH / 31)


def test_a_site_has_its_own_colleagues_and_a_stretch_its_own_length(history, django_assert_num_queries):
    porto = history.colleague.site_id
    by_site = ask([COLLEAGUES], JULY, by="site")[COLLEAGUES.key]
    assert by_site == {porto: Figure(pytest.approx(40 / 3 * MONTH / 31), 40)}
    halves = Stretches(length=timedelta(days=15.5), count=2)
    with django_assert_num_queries(2):  # the incidents, and how many colleagues there were at three moments
        found = ask([COLLEAGUES], JULY, by=halves)[COLLEAGUES.key]
    assert found[1] == Figure(
        pytest.approx(21 / 4 * MONTH / 15.5), 21
    )  # 20 × 18 h = 15 days: the 21st is still in it
    assert found[2].too_few


def test_nobody_and_too_few(history):
    assert one(COLLEAGUES, Filter(since=JULY.until, until=JULY.until + UTC_DAY)) == NOTHING
    assert one(COLLEAGUES, Filter(since=JULY.since, until=JULY.since + UTC_DAY)) == Figure(
        None, 2, too_few=True
    )


def test_cost_per_ticket_goes_by_the_days_of_each_month(history, agent):
    """3100 a month until July, 6200 from August on: 15 days of 100 and 15 of 200."""
    DeskCost.enter(date(2026, 6, 15), Decimal(3100), by=agent)
    DeskCost.enter(date(2026, 8, 1), Decimal(6200), by=agent)
    assert one(COST, JULY) == Figure(pytest.approx(3100 / 40), 40)
    late = Filter(since=JULY.since + 16 * UTC_DAY, until=JULY.until + 15 * UTC_DAY)
    n = one(measure("contacts"), late).n
    assert (n, one(COST, late).n) == (18, 18)  # too few
    longer = Filter(since=JULY.since + 6 * UTC_DAY, until=JULY.until + 15 * UTC_DAY)
    assert one(COST, longer) == Figure(pytest.approx((25 * 100 + 15 * 200) / 32), 32)


def test_without_a_cost_or_for_a_part_of_the_desk_there_is_none(history, agent):
    assert one(COST, JULY) == NOTHING
    DeskCost.enter(date(2026, 7, 1), Decimal(3100), by=agent)
    before = Filter(since=JULY.since - UTC_DAY, until=JULY.until)
    assert one(COST, before) == NOTHING
    of_the_team = Filter(since=JULY.since, until=JULY.until, team=history.team.pk)
    assert one(COST, of_the_team) == NOTHING
    assert set(ask([COST], JULY, by="team")[COST.key].values()) == {NOTHING}


def test_a_month_with_a_day_of_23_hours_costs_as_much_as_any():
    spring = [datetime(2026, month, 1, tzinfo=LISBON) for month in (3, 4)]
    assert cost_between([(date(2026, 1, 1), 3100.0)], *spring) == pytest.approx(3100)
    half = datetime(2026, 3, 16, 0, tzinfo=LISBON)
    assert list(months(spring[0], half)) == [(date(2026, 3, 1), pytest.approx(15 * 24 / 743))]


def test_by_month_every_month_has_its_own(history, agent):
    DeskCost.enter(date(2026, 1, 1), Decimal(3100), by=agent)
    both = Filter(since=JULY.since - 30 * UTC_DAY, until=JULY.until)
    assert ask([COST], both, by="month")[COST.key] == {JULY.since: Figure(pytest.approx(3100 / 40), 40)}


def test_the_backlog_by_age_and_of_a_months_work(agent, colleague, team):
    """At noon of the last day of September: ages on both sides of ten and of thirty days; what is resolved later is open."""
    now, told = datetime(2026, 9, 30, 12, tzinfo=UTC), History(team=team, agent=agent, colleague=colleague)
    hour, old = timedelta(hours=1), timedelta(days=31)
    for age in (UTC_DAY, UTC_DAY, 11 * UTC_DAY - hour, 11 * UTC_DAY, old - hour, old, 300 * UTC_DAY):
        told.ticket(now - age)
    told.ticket(now - UTC_DAY, now + hour)
    told.ticket(now - UTC_DAY, now)
    told.ticket(now - UTC_DAY, status="cancelled")
    told.write()
    told.ticket(now - UTC_DAY, merged_into=colleague.requested_tickets.first())
    for _done in range(15):
        told.ticket(now - 2 * UTC_DAY, now - UTC_DAY)
    told.write()
    september = Filter(since=datetime(2026, 9, 1, tzinfo=UTC), until=datetime(2026, 10, 1, tzinfo=UTC))
    wanted = [figure for figure in standing() if figure.key.startswith("backlog")]
    found = {key: figure.value for key, figure in ask_now(wanted, september, now=now).items()}
    # Opened in September: 15, the two that were resolved later or just now, and four of the seven that are open
    assert found == {
        "backlog_young": 4, "backlog_middle": 2, "backlog_old": 2,
        "backlog_of_month": pytest.approx(100 * 8 / (21 * MONTH / 30)),
    }  # fmt: skip
    backlog = measure("backlog")
    assert one(backlog, replace(september, until=now)) == Figure(8, 8)
    assert ask([backlog], replace(september, until=now), by="team")["backlog"] == {team.pk: Figure(8, 8)}
    # In the middle of the month the three oldest were open, though nothing came or went before; at its end the late one is gone
    halves = ask([backlog], september, by=Stretches(length=15 * UTC_DAY, count=2))["backlog"]
    assert halves == {1: Figure(3, 3), 2: Figure(7, 7)}
    assert ask([backlog], september, by="month")["backlog"] == {september.since: Figure(7, 7)}
    assert how_many(backlog, september) == 7  # its list says the same


def test_what_counts_rows_lists_as_many(history, agent):
    DeskCost.enter(date(2026, 7, 1), Decimal(3100), by=agent)
    assert [how_many(each, JULY) for each in (COLLEAGUES, COST)] == [
        one(each, JULY).n for each in (COLLEAGUES, COST)
    ]
    assert how_many(measure("deflection"), JULY) is None  # searches and tickets: no list of one kind
