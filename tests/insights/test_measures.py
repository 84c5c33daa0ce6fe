"""Figures on small histories made by hand, where everyone can count along."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F, Sum

from incidents.models import Incident
from itsm.insights.measures import (
    Filter,
    Stretches,
    Unit,
    ask,
    baton,
    flowing,
    measures,
    one,
    promises,
    responding,
    restoring,
    returning,
    silence,
    standing,
    states,
    volume,
)
from itsm.insights.measures.registry import TOO_FEW, Figure, register
from itsm.tickets.models import Clock
from tests.insights import times
from tests.insights.fill import fill

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)  # in the default calendar's hours
MARCH = Filter(since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 4, 1, tzinfo=UTC))
HOUR = timedelta(hours=1)
LATE = MARCH.until - 2 * HOUR


@pytest.fixture
def report(agent, colleague, team):
    """An incident reported on Monday at nine and taken at ten; `told` says what happens then."""

    def make(n: int = 0) -> Incident:
        it = Incident.report(by=colleague, title=f"No {n}", team=team, now=MONDAY + timedelta(minutes=n))
        it.take(by=agent, now=MONDAY + HOUR)
        return it

    return make


def resolve(it, agent, *, after: timedelta):
    it.resolve(resolution="fixed", words="It works again since noon.", by=agent, now=MONDAY + after)


def test_time_to_resolve_leaves_out_the_waiting_but_not_the_time_it_stood_resolved(report, agent):
    it = report()
    it.hold(reason="colleague", question="Which of the two screens is it?", by=agent, now=MONDAY + 2 * HOUR)
    it.resume(by=agent, now=MONDAY + 3 * HOUR)
    resolve(it, agent, after=4 * HOUR)
    it.reopen(words="It is gone again.", by=it.requester, now=MONDAY + 6 * HOUR)
    resolve(it, agent, after=7 * HOUR)
    (taken,) = times.times(MARCH, working=True)
    assert (taken.gross, taken.net) == (7 * 3600, 6 * 3600)
    assert (
        Clock.objects.get(ticket=it, kind="resolution").worked == 4 * 3600
    )  # rule 4: it stood resolved for two hours


def test_time_in_state_and_by_holder(report, agent):
    it = report()
    it.hold(reason="colleague", question="Which of the two screens is it?", by=agent, now=MONDAY + 2 * HOUR)
    it.resume(by=agent, now=MONDAY + 5 * HOUR)
    resolve(it, agent, after=6 * HOUR)
    assert states.stood_in(MARCH) == {"new": (1.0, 1), "in_progress": (2.0, 1), "on_hold": (3.0, 1)}
    held = it.holds.values_list("holder").annotate(held=Sum(F("until") - F("since")))
    assert dict(held) == {"team": HOUR, "agent": 2 * HOUR, "colleague": 3 * HOUR}


def test_what_monitoring_ends_by_itself_is_nobodys_answer(agent, team):
    """Nobody took it and nobody spoke; service is back in time all the same."""
    it = Incident.report(by=agent, title="The disk is full", team=team, channel="alert", now=MONDAY)
    it.resolve(resolution="gone", words="It is over.", by=None, channel="alert", now=MONDAY + HOUR / 4)
    wanted = (responding.first_response, promises.promises_kept, baton.dropped, restoring.sla_met)
    assert [one(each, MARCH).n for each in wanted] == [0, 0, 0, 1]


def test_cancelled_tickets_and_duplicates_do_not_count(report, agent):
    first, second, third = report(1), report(2), report(3)
    second.cancel(reason="The colleague found the switch.", by=agent, now=MONDAY + 2 * HOUR)
    third.merge_into(first, by=agent, now=MONDAY + 2 * HOUR)
    assert one(volume.opened, MARCH).n == 1
    assert volume.backlog(MARCH, [MONDAY + 3 * HOUR]) == [1]


def test_the_backlog_is_what_was_open_at_that_moment(report, agent):
    resolve(report(1), agent, after=5 * HOUR)
    report(2)
    moments = [MONDAY, MONDAY + 2 * HOUR, MONDAY + 5 * HOUR]
    assert volume.backlog(MARCH, moments) == [0, 2, 1]
    assert volume.backlog(MARCH, []) == []


def test_fewer_than_twenty_are_too_few_for_a_share_or_a_median_but_can_be_counted(team, agent):
    fill(TOO_FEW - 1, team=team.pk, person=agent.pk, now=LATE, every=1000)
    assert one(returning.ever_reopened, MARCH) == Figure(None, 19, too_few=True)
    assert one(restoring.time_to_resolve, MARCH).too_few
    assert one(volume.opened, MARCH) == Figure(19.0, 19)


def test_shares_and_means_equal_a_hand_count(team, agent):
    fill(400, team=team.pk, person=agent.pk, now=LATE, every=10_000)
    verdicts = list(Clock.objects.filter(kind="next_update").values_list("outcome", flat=True))
    assert one(promises.promises_kept, MARCH).value == pytest.approx(100 * verdicts.count("met") / 400)
    assert one(flowing.handovers, MARCH) == Figure(
        pytest.approx(sum(n % 3 for n in range(1, 401)) / 400), 400
    )
    assert one(returning.ever_reopened, MARCH) == Figure(5.0, 400)


def test_sql_and_python_agree_on_percentiles(team, agent):
    fill(300, team=team.pk, person=agent.pk, now=LATE, every=10_000)
    spread = times.hours(times.times(MARCH, working=False), net=False)
    answers = ask([restoring.elapsed_mean, restoring.elapsed_median, restoring.elapsed_p90], MARCH)
    assert [answers[key][None].value for key in answers] == [
        pytest.approx(v) for v in (spread.mean, spread.median, spread.p90)
    ]


def test_stretches_split_a_period_without_losing_any(team, agent):
    fill(500, team=team.pk, person=agent.pk, now=MARCH.until)
    days = ask([volume.opened], MARCH, by=Stretches(length=timedelta(days=1), count=31))["opened"]
    assert sum(figure.n for figure in days.values()) == 500
    assert set(days) <= set(range(1, 32))


def test_figures_of_one_source_are_asked_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(2):  # and one before it: which days were rolled up
        ask([volume.resolved, restoring.elapsed_mean, restoring.elapsed_median, restoring.elapsed_p90], MARCH)


def test_silence_counts_those_whose_next_move_is_ours(team, agent):
    fill(600, team=team.pk, person=agent.pk, now=MARCH.until, apart=3600, every=20)
    figures = silence.silence(MARCH, MARCH.until)
    median, slowest = figures["silence_median"], figures["silence_p90"]
    hours = list(range(20, 601, 20))
    assert median == Figure(pytest.approx((hours[14] + hours[15]) / 2), 30)
    assert slowest.value > median.value


def test_every_measure_says_in_words_what_it_means():
    for each in [*measures(), *standing()]:
        assert each.name
        assert str(each.sentence).endswith(".")
        assert each.formula
        assert each.population
        assert each.unit in Unit


def test_what_is_left_out_everywhere_is_said_everywhere():
    """Filters leave cancelled tickets and duplicates out wherever rows lead to tickets."""
    about_tickets = [each for each in measures() if each.source.about is None]
    silent = [each.key for each in about_tickets if "duplicates" not in str(each.population)]
    assert (silent, len(about_tickets) > 50) == ([], True)


@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.WORKING_HOURS, Unit.MINUTES])
def test_a_length_of_time_says_which_hours_count(unit):
    assert all(each.calendar for each in [*measures(), *standing()] if each.unit == unit)


def test_two_measures_cannot_have_one_name():
    with pytest.raises(ValueError, match="opened"):
        register(replace(volume.opened, name="Something else"))
