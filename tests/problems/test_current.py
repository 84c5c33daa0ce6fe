"""What keeps problems current: news of their incidents, time, and the figures made of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from itsm.insights.measures import Filter, measure, one
from itsm.insights.measures.registry import ask_now, standing
from itsm.tickets.models import Link, Outbox
from problems import current
from problems.models import Problem
from tests import factories
from tests.problems.flow import in_days, put

NOW = timezone.now()
HOUR = timedelta(hours=1)


def deal_with_news():
    for pk in (
        Outbox.objects.filter(consumer=current.CONSUMER).order_by("event").values_list("event", flat=True)
    ):
        current.keep_cost(pk, now=timezone.now())


def test_a_link_made_by_hand_counts_and_one_taken_away_does_not(problem, incident, agent):
    incident.link(problem, Link.Kind.CAUSED_BY, by=agent)
    deal_with_news()
    problem.refresh_from_db()
    assert (problem.incident_count, problem.colleague_count) == (1, 1)
    incident.unlink(problem, Link.Kind.CAUSED_BY, by=agent)
    deal_with_news()
    problem.refresh_from_db()
    assert (problem.incident_count, problem.first_incident_at) == (0, None)


def test_who_says_me_too_is_one_more(problem, incident, agent, outsider):
    problem.add_incidents([incident], by=agent)
    incident.me_too(by=outsider)
    deal_with_news()
    problem.refresh_from_db()
    assert problem.colleague_count == 2


def test_news_of_an_incident_without_a_problem_are_nobodys(incident, agent):
    incident.resolve(resolution="fixed", words="It answers again.", by=agent)
    assert not Outbox.objects.filter(consumer=current.CONSUMER).exists()


@pytest.mark.parametrize(("urgency", "minutes"), [(1, 120), (2, 120), (3, 30), (4, 6)])
def test_lost_time_is_what_colleagues_said_of_their_work(problem, agent, colleague, team, urgency, minutes):
    begin = timezone.now().replace(year=2026, month=11, day=18, hour=10, minute=0, second=0, microsecond=0)
    ticket = factories.incident(by=colleague, team=team, urgency=urgency, now=begin)
    ticket.resolve(resolution="fixed", words="It answers again.", by=agent, now=begin + 2 * HOUR)
    problem.add_incidents([ticket], by=agent)
    assert problem.lost_minutes == minutes


def test_an_incident_costs_nobody_more_than_a_working_day(problem, agent, colleague, team):
    ticket = factories.incident(by=colleague, team=team, urgency=1, now=NOW - timedelta(days=60))
    ticket.resolve(resolution="fixed", words="It answers again.", by=agent)
    problem.add_incidents([ticket], by=agent)
    assert problem.lost_minutes == 480


def test_time_ends_what_is_watched_and_takes_up_an_accepted_risk(problem, other, agent, manager):
    put(problem, Problem.Status.FIX_IN_PROGRESS)
    problem.resolve(solution="It lasts two years now.", observe_days=3, by=agent)
    other.assess(business_value=1, by=agent)
    other.accept_risk(reason="It is replaced.", until=in_days(5), by=manager)
    current.end_watches(now=in_days(2))
    current.take_up_risks(now=in_days(4))
    assert Problem.objects.get(pk=problem.pk).status == Problem.Status.RESOLVED
    current.end_watches(now=in_days(4))
    current.take_up_risks(now=in_days(6))
    assert Problem.objects.get(pk=problem.pk).status == Problem.Status.CLOSED
    assert Problem.objects.get(pk=other.pk).status == Problem.Status.INVESTIGATING


def test_what_is_taken_up_after_its_holder_left_waits_in_the_team(problem, agent, manager):
    problem.assess(business_value=1, by=agent)
    problem.take(by=agent)
    problem.accept_risk(reason="It is replaced.", until=in_days(5), by=manager)
    agent.deactivate()
    current.take_up_risks(now=in_days(6))
    problem.refresh_from_db()
    assert (problem.holder, problem.assignee) == ("team", None)


def test_nobody_pays_where_nothing_is_watched(problem, django_assert_num_queries):
    with django_assert_num_queries(2):
        current.end_watches(now=NOW)
        current.take_up_risks(now=NOW)


def test_incidents_prevented_are_those_of_before_less_those_of_after(agent, colleague, team):
    fixed, begun = NOW - timedelta(days=45), NOW - timedelta(days=210)
    problem = Problem.raise_(by=agent, title="Mail stops every night", team=team, now=begun)
    for days in (60, 70, 80, 100, 200):  # the last one is too long ago to say anything
        before = factories.incident(by=colleague, team=team, now=NOW - timedelta(days=days))
        problem.add_incidents([before], by=agent, now=NOW - timedelta(days=days))
    put(problem, Problem.Status.FIX_IN_PROGRESS)
    problem.resolve(solution="It lasts two years now.", by=agent, now=fixed)
    late = factories.incident(by=colleague, team=team, now=NOW - timedelta(days=1))
    late.link(problem, Link.Kind.CAUSED_BY, by=agent)
    chosen = Filter(since=NOW - timedelta(days=90), until=NOW + HOUR)
    figure = one(measure("incidents_prevented"), chosen)
    assert figure.value == pytest.approx(
        4 * 45 / 90 - 1, abs=0.01
    )  # four in 90 days, half of that time since, one came
    (record,) = measure("incidents_prevented").records(measure("incidents_prevented"), chosen, agent)
    assert record.tone == "kept"


def test_against_ninety_days_of_before_stand_at_most_ninety_days_of_after(agent, colleague, team):
    """Fixed 200 days ago. Two in the 90 days before. One since, in the 90 days after; one that was nothing, one long after."""
    fixed = NOW - timedelta(days=200)
    problem = Problem.raise_(
        by=agent, title="Mail stops every night", team=team, now=NOW - timedelta(days=250)
    )
    came = {
        days: factories.incident(by=colleague, team=team, now=NOW - timedelta(days=days))
        for days in (240, 220, 150, 140, 50)
    }
    problem.add_incidents([came[240], came[220]], by=agent)
    put(problem, Problem.Status.FIX_IN_PROGRESS)
    problem.resolve(solution="It lasts two years now.", by=agent, now=fixed)
    came[140].cancel(reason="It was the plug.", by=agent)
    for days in (150, 140, 50):
        came[days].link(problem, Link.Kind.CAUSED_BY, by=agent)
    chosen = Filter(since=fixed - HOUR, until=NOW)
    assert one(measure("incidents_prevented"), chosen).value == pytest.approx(2 - 1)


def test_how_old_they_are_and_how_soon_they_were_raised(agent, team):
    opened = NOW - timedelta(days=100)
    for _n in range(20):
        Problem.raise_(by=agent, title="Mail stops", team=team, now=opened)
    Problem.objects.update(first_incident_at=opened - 30 * HOUR)
    chosen = Filter(since=NOW - timedelta(days=120), until=NOW)
    assert one(measure("time_to_problem"), chosen).value == pytest.approx(30, abs=0.01)
    figures = ask_now([each for each in standing() if each.key.startswith("problems_")], chosen, now=NOW)
    assert (figures["problems_open"].value, figures["problems_old"].value) == (20, 20)
