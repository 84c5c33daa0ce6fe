"""What days say and what rows say is one and the same, whatever is asked."""

from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsm.insights.measures import Filter, Stretches, measures, volume
from itsm.insights.measures.registry import ask_rows
from itsm.insights.rollups import checking, keeping, reading
from itsm.insights.rollups.models import Day, Spread
from itsm.insights.rollups.percentiles import Wanted, percentiles
from itsm.insights.rollups.rolling import THRESHOLDS, Rows
from tests.insights import times
from tests.insights.rollups.conftest import FIRST, LAST, NOW, OSLO

SOME = (
    "opened", "resolved", "closed", "time_to_resolve", "time_to_resolve_p90", "sla_met", "first_response", "reopened",
    "handovers", "promises_kept", "promises_broken", "dropped", "elapsed_mean", "elapsed_p90",
)  # fmt: skip


@pytest.fixture(scope="module")
def wanted():
    plan = keeping.the_plan()
    found = [one for one in measures() if one.key in SOME]
    assert [one.key for one in found if one.key not in plan.kept] == []
    return found


def agree(wanted, chosen, by):
    read = reading.read(keeping.the_plan(), wanted, [(chosen, by)])
    assert read is not None
    (days,), (rows,) = read, ask_rows(wanted, [(chosen, by)])
    for key, groups in rows.items():
        assert days[key].keys() == groups.keys(), key
        for group, figure in groups.items():
            told = days[key][group]
            assert (told.n, told.too_few) == (figure.n, figure.too_few), (key, group)
            assert told.value == pytest.approx(figure.value), (key, group)


def edges(desk):
    """Everything, or one value of one dimension: of each at least one without any ticket."""
    values = {
        "team": [*desk.teams, 999_999], "service": [*desk.services, 999_999], "kind": ["incident", "request", "change"],
        "priority": [1, 2, 3, 4], "site": [*desk.sites, 999_999],
    }  # fmt: skip
    return [{}, *({name: value} for name, known in values.items() for value in known)]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(data=st.data())
def test_days_and_rows_agree(desk, wanted, data):
    ends = st.dates(FIRST - timedelta(days=9), LAST + timedelta(days=3))
    first, last = sorted([data.draw(ends), data.draw(ends)])
    chosen = Filter.of_days(first, last, OSLO, **data.draw(st.sampled_from(edges(desk))))
    days = (last - first).days + 1
    length = data.draw(st.integers(1, days))
    by = data.draw(
        st.sampled_from([None, "month", Stretches(length=timedelta(days=length), count=-(-days // length))])
    )
    if isinstance(by, Stretches):  # which cover the period
        chosen = Filter.of_days(last - timedelta(days=by.count * length - 1), last, OSLO, **chosen.chosen)
    agree(wanted, chosen, by)


def test_what_was_left_when_a_day_ended(desk):
    assert (
        sum(volume.backlog(Filter.of_days(FIRST, LAST, OSLO), [datetime.combine(LAST, time.min, OSLO)])) > 20
    )
    ends = [datetime.combine(FIRST + timedelta(days=n), time.min, OSLO) for n in range(-2, 44, 3)]
    for edge in edges(desk)[::5]:
        chosen = Filter.of_days(FIRST, LAST, OSLO, **edge)
        before = [end - timedelta(microseconds=1) for end in ends]  # no end of a day: asked of the rows
        assert volume.backlog(chosen, ends) == volume.backlog(chosen, before)


@pytest.mark.parametrize("by", ["team", "service", "kind", "priority", "site"])
def test_each_dimension_adds_up_to_the_same(desk, wanted, by):
    agree(wanted, Filter.of_days(FIRST, LAST, OSLO), by)


def test_a_day_that_was_not_rolled_up_is_counted_from_its_rows_at_that_moment(desk, wanted):
    Day.objects.filter(day=date(2026, 3, 29)).update(stale=True)
    Day.objects.filter(day=date(2026, 4, 2)).update(plan="of yesterday")
    try:
        agree(wanted, Filter.of_days(FIRST, LAST, OSLO), Stretches(length=timedelta(days=7), count=6))
        agree(wanted, Filter.of_days(FIRST, LAST, OSLO), "team")
    finally:
        keeping.keep_up(now=NOW)


def test_while_days_are_filled_in_from_the_newest_on_what_is_not_there_yet_is_not_nothing(desk, wanted):
    Day.objects.filter(day__lt=FIRST + timedelta(days=20)).delete()
    try:
        agree(wanted, Filter.of_days(FIRST - timedelta(days=9), LAST, OSLO), None)
    finally:
        keeping.keep_up(now=NOW)


@pytest.mark.parametrize(
    ("chosen", "by"),
    [
        (Filter.of_days(FIRST, LAST, OSLO, team=1, priority=2), None),
        (Filter.of_days(FIRST, LAST, OSLO, team=1), "priority"),
        (Filter.of_days(FIRST, LAST, OSLO), "channel"),
        (Filter(since=Filter.of_days(FIRST, LAST, OSLO).since + timedelta(hours=1), until=Filter.of_days(FIRST, LAST, OSLO).until, zone=OSLO), None),
    ],
)  # fmt: skip
def test_what_days_cannot_tell_is_asked_of_the_rows(desk, wanted, chosen, by):
    assert reading.read(keeping.the_plan(), wanted, [(chosen, by)]) is None


def test_every_day_says_what_its_rows_say(desk):
    assert [difference for batch in checking.check_all() for difference in batch] == []


@pytest.mark.parametrize("shape", ["even", "alike", "extreme"])
def test_percentiles_of_very_many_values_are_looked_for_and_not_sorted(db, shape):
    """Thirty thousand in three days: as Python has them of all of them."""
    rng = Random(shape)
    make = {
        "even": lambda: rng.uniform(0, 400),
        "alike": lambda: float(rng.choice([1, 2, 8])),
        "extreme": lambda: rng.choice([0.0, -1.0, 1e-6, 5e6, rng.random()]),
    }[shape]
    days = {
        FIRST + timedelta(days=n): sorted(make() for _each in range(size))
        for n, size in enumerate((20_000, 9_990, 10))
    }
    Spread.objects.bulk_create(
        Spread(name="x", dimension="", value="", day=day, values=values, ranks=ranks_of(values) if len(values) > 99 else None)
        for day, values in days.items()
    )  # fmt: skip
    shares = (0.0, 0.5, 0.9, 0.99, 1.0)
    wanted = Wanted("all", "x", shares, "", "", FIRST, FIRST + timedelta(days=3), 30_000)
    assert wanted.is_large
    found = percentiles([wanted, replace(wanted, group="few", n=0)], Rows())
    ranked = sorted(chain.from_iterable(days.values()))
    expected = {("x", share): pytest.approx(times.percentile(ranked, share)) for share in shares}
    assert found == {"all": expected, "few": expected}


def ranks_of(values):
    return [bisect_right(values, threshold) for threshold in THRESHOLDS]
