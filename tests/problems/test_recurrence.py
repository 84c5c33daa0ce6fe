"""The recurrence finder: what it proposes, what it leaves alone, and that it says nothing twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from itsm.tickets.errors import Refused
from itsm.tickets.models import Link, Ticket
from problems.models import Problem, Recurrence, Threshold
from problems.recurrence.proposing import propose
from problems.recurrence.rhythm import chance_of
from problems.recurrence.watching import watch
from tests import factories

ALIKE = (
    "VPN drops every hour",
    "My VPN drops every hour at home",
    "The VPN connection drops, about every hour",
    "VPN drops again every hour since Monday",
    "Every hour the VPN drops during calls",
)
OTHERS = ("Cannot reach the file server from the hotel", "New phone needs the remote profile", "Password of the token is gone")  # fmt: skip
NOW = timezone.now()


@pytest.fixture
def vpn(team):
    return factories.ServiceFactory(name="Remote access", team=team)


@pytest.fixture
def report(colleague, vpn):
    def say(title, *, days=1.0, **fields):
        about = {"by": colleague, "service": vpn, "now": NOW - timedelta(days=days)} | fields
        return factories.incident(title=title, **about)

    return say


@pytest.fixture
def no_seldom(agent):
    Threshold.in_force().change(by=agent, seldom_at_least=0)


@pytest.fixture
def five(report):
    """Five alike in a week, among others."""
    for n, title in enumerate(OTHERS):
        report(title, days=n + 1.5)
    return [report(title, days=n + 1) for n, title in enumerate(ALIKE)]


def test_five_alike_in_a_week_are_one_proposal_with_the_five(five, vpn):
    (proposal,) = propose(now=NOW)
    assert set(proposal.incidents.values_list("pk", flat=True)) == {ticket.pk for ticket in five}
    assert (proposal.service, proposal.state, proposal.usual) == (vpn, Recurrence.State.PROPOSED, 0)
    assert {"vpn", "drops", "hour"} <= set(proposal.words)
    assert propose(now=NOW + timedelta(hours=1)) == []


def test_what_was_dismissed_is_not_proposed_again_nor_what_is_like_it(five, report, agent):
    (proposal,) = propose(now=NOW)
    with pytest.raises(ValidationError):
        proposal.dismiss(reason=" ", by=agent)
    proposal.dismiss(reason="Their programs are old; they get new ones this month.", by=agent, now=NOW)
    assert propose(now=NOW) == []
    for title in ALIKE:
        report(title, days=-2)
    assert propose(now=NOW + timedelta(days=3)) == []
    assert Recurrence.objects.count() == 1


def test_an_accepted_proposal_is_a_problem_with_the_five_linked(five, vpn, agent):
    (proposal,) = propose(now=NOW)
    problem = proposal.accept(by=agent)
    assert (problem.service, problem.incident_count, problem.status) == (vpn, 5, Problem.Status.NEW)
    assert Link.objects.filter(target=problem, kind=Link.Kind.CAUSED_BY).count() == 5
    assert propose(now=NOW) == []
    with pytest.raises(Refused):
        proposal.dismiss(reason="Too late.", by=agent)


def test_more_of_the_same_join_the_proposal_that_waits(five, report):
    (proposal,) = propose(now=NOW)
    for title in ALIKE:
        report(title, days=-2)
    assert propose(now=NOW + timedelta(days=3)) == []
    assert proposal.incidents.count() == 10


def test_more_of_the_same_are_proposed_for_the_problem_there_is(five, report, agent):
    problem = propose(now=NOW)[0].accept(by=agent)
    for title in ALIKE:
        report(title, days=-2)
    (second,) = propose(now=NOW + timedelta(days=3))
    assert second.problem == problem
    for title in ALIKE:
        report(title, days=-4)
    assert propose(now=NOW + timedelta(days=5)) == []  # one proposal for a problem, until it is decided
    assert second.incidents.count() == 10
    second.incidents.set(second.incidents.order_by("pk")[:5])
    assert second.accept(by=agent) == problem
    problem.refresh_from_db()
    assert problem.incident_count == 10


def test_what_was_proposed_for_a_problem_that_is_over_meanwhile_is_worked_on_elsewhere(
    five, report, agent, team
):
    problem = propose(now=NOW)[0].accept(by=agent)
    for title in ALIKE:
        report(title, days=-2)
    (second,) = propose(now=NOW + timedelta(days=3))
    same = Problem.raise_(by=agent, title="The tunnel breaks", team=team)
    problem.mark_duplicate(of=same, by=agent)
    assert second._standing_problem() == same
    Problem.objects.filter(pk=same.pk).update(status=Problem.Status.CLOSED, open=False)
    fresh = Recurrence.objects.get(pk=second.pk).accept(by=agent)
    assert fresh not in {problem, same}
    assert (fresh.status, fresh.incident_count) == (Problem.Status.NEW, 5)


@pytest.mark.parametrize("fields", [{"service": None}, {"restricted": True}, {"status": "cancelled"}])
def test_without_a_service_restricted_or_cancelled_they_do_not_count(report, team, fields):
    for n, title in enumerate(ALIKE):
        report(title, days=n + 1, team=team, **fields)
    assert propose(now=NOW) == []


def test_children_of_one_incident_are_one_matter_already(five):
    for child in five[1:]:
        child.link(five[0], Link.Kind.CHILD_OF, by=None)
    assert propose(now=NOW) == []


def test_another_service_and_an_older_week_do_not_count(report, team, no_seldom):
    elsewhere = factories.ServiceFactory(team=team)
    for n, title in enumerate(ALIKE):
        report(title, days=n + 1 if n < 3 else n + 8, **({"service": elsewhere} if n == 0 else {}))
    assert propose(now=NOW) == []


def test_as_many_as_usual_are_no_burst(five, report, no_seldom):
    for week in range(2, 6):
        for title in ALIKE[:3]:
            report(title, days=7 * week - 1)
    assert propose(now=NOW) == []


def test_thresholds_decide(five, agent, no_seldom):
    with pytest.raises(ValidationError):
        Threshold.in_force().change(by=agent, likeness=1.2)
    Threshold.in_force().change(by=agent, at_least=6)
    assert propose(now=NOW) == []
    Threshold.in_force().change(by=agent, at_least=4)
    assert len(propose(now=NOW)) == 1


def test_more_than_usual_is_more_than_an_accident_of_the_calendar(five, report):
    """Five after four in the four weeks before: five times the usual one, and one chance in fifty."""
    for week in range(2, 6):
        report(ALIKE[0], days=7 * week - 1)
    assert [one.incidents.count() for one in propose(now=NOW)] == [9], (
        "on so many days it comes back, seldom or not"
    )
    Recurrence.objects.all().delete()
    Threshold.objects.update(seldom_at_least=0)
    assert propose(now=NOW) == []


@pytest.mark.parametrize(
    ("many", "before", "share", "chance"), [(5, 0, 0.2, 0.00032), (5, 4, 0.2, 0.01958), (1, 0, 0.5, 0.5), (0, 3, 0.2, 1)]
)  # fmt: skip
def test_the_chance_of_a_pile_is_the_tail_of_the_binomial(many, before, share, chance):
    assert chance_of(many, before, share) == pytest.approx(chance, rel=0.01)


# Seldom, and again ----------------------------------------------------------------------------------------------------


def test_where_little_comes_the_same_on_three_days_of_three_months_is_proposed(report, agent):
    for days in (2, 40, 85):
        report(ALIKE[0], days=days)
    (proposal,) = propose(now=NOW)
    assert proposal.incidents.count() == 3
    assert propose(now=NOW + timedelta(hours=1)) == []
    proposal.dismiss(reason="It is replaced in spring.", by=agent, now=NOW)
    report(ALIKE[1], days=-1)
    assert propose(now=NOW + timedelta(days=2)) == []


def test_what_many_tell_on_one_day_has_not_come_back(report):
    for _n in range(4):
        report(ALIKE[0], days=40)
    assert propose(now=NOW) == []


def test_where_much_comes_three_in_three_months_are_nothing(report, colleague, vpn, team):
    for days in (2, 40, 85):
        report(ALIKE[0], days=days)
    about = {"kind": "incident", "service": vpn, "team": team, "requester": colleague, "opened_by": colleague}
    Ticket.objects.bulk_create(
        Ticket(number=f"INC-7{n}", title=f"Thing{n} is broken", opened_at=NOW - timedelta(days=60), **about) for n in range(23)
    )  # fmt: skip
    assert propose(now=NOW) == []


def test_what_came_often_and_before_is_one_proposal(five, report):
    for days in (30, 50, 70):
        report(ALIKE[0], days=days)
    (proposal,) = propose(now=NOW)
    assert {ticket.pk for ticket in five} <= set(proposal.incidents.values_list("pk", flat=True))
    assert propose(now=NOW + timedelta(minutes=15)) == []
    assert Recurrence.objects.count() == 1
    assert proposal.incidents.count() == 8


def test_what_comes_back_while_it_is_watched_reopens_its_problem(five, report, agent):
    problem = propose(now=NOW)[0].accept(by=agent, now=NOW)
    Problem.objects.filter(pk=problem.pk).update(status=Problem.Status.FIX_IN_PROGRESS)
    problem.refresh_from_db()
    problem.resolve(solution="Everybody has the new program.", by=agent, now=NOW)
    report(OTHERS[0], days=-0.1)
    assert watch(now=NOW + timedelta(hours=3)) == []
    again = report(ALIKE[1], days=-0.2)
    assert watch(now=NOW + timedelta(hours=6)) == [problem]
    problem.refresh_from_db()
    assert (problem.status, problem.incident_count) == (Problem.Status.INVESTIGATING, 6)
    assert again.number in problem.events.get(verb="problem.reopen").comment


def test_what_somebody_took_away_does_not_reopen_it(five, report, agent):
    problem = propose(now=NOW)[0].accept(by=agent, now=NOW)
    Problem.objects.filter(pk=problem.pk).update(status=Problem.Status.FIX_IN_PROGRESS)
    problem.refresh_from_db()
    problem.resolve(solution="Everybody has the new program.", by=agent, now=NOW)
    again = report(ALIKE[1], days=-0.2)
    again.link(problem, Link.Kind.CAUSED_BY, by=agent)
    again.unlink(problem, Link.Kind.CAUSED_BY, by=agent)
    assert watch(now=NOW + timedelta(hours=6)) == []
