"""The flow of a problem: what each state allows, and what each verb does besides."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from itsm.tickets.errors import Refused, TransitionNotAllowed
from itsm.tickets.models import Holder, Link
from problems.models import Problem
from tests import factories
from tests.problems.flow import ALLOWED, CAUSE, PAIRS, REFUSED, in_days, put, told

Status = Problem.Status


def test_the_flow_says_of_every_pair_whether_it_goes():
    assert len(ALLOWED) + len(REFUSED) == len(PAIRS) == len(Status) * 10


def test_a_state_refuses_what_its_flow_does_not_have(problem, other, agent):
    for status in Status:
        put(problem, status)
        for verb in [verb for state, verb in REFUSED if state == status]:
            with pytest.raises(TransitionNotAllowed):
                getattr(problem, verb)(by=agent, **told(verb, other))


def test_a_state_takes_the_verbs_of_its_flow(problem, other, agent):
    for status, verb in ALLOWED:
        put(problem, status)
        getattr(problem, verb)(by=agent, **told(verb, other))
        problem.refresh_from_db()
        assert problem.status == Problem.FLOW[verb][1], (status, verb)
        assert problem.open == (problem.status not in Problem.FINISHED)
    assert {f"problem.{verb}" for verb in Problem.FLOW} <= set(problem.events.values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("status", "verb", "said"),
    [
        ("known_error", "investigate", {"reason": " "}),
        ("investigating", "identify", {"cause": ""}),
        ("known_error", "fix", {"how": ""}),
        ("fix_in_progress", "resolve", {"solution": ""}),
        ("resolved", "reopen", {"reason": ""}),
        ("assessed", "accept_risk", {"reason": "", "until": in_days(9)}),
        ("assessed", "accept_risk", {"reason": "It is replaced.", "until": in_days(-1)}),
        ("assessed", "accept_risk", {"reason": "It is replaced.", "until": in_days(400)}),
        ("new", "cancel", {"reason": ""}),
    ],
)
def test_a_verb_needs_its_words(problem, agent, status, verb, said):
    put(problem, status)
    with pytest.raises(ValidationError):
        getattr(problem, verb)(by=agent, **said)
    problem.refresh_from_db()
    assert problem.status == status


def test_the_way_from_a_suspicion_to_the_end(problem, agent):
    problem.assess(business_value=4, by=agent)
    problem.take(by=agent)
    problem.investigate(by=agent)
    problem.identify(cause=CAUSE, by=agent)
    problem.fix(how="The certificate gets a longer life.", by=agent)
    problem.resolve(solution="It lasts two years now.", observe_days=14, by=agent)
    assert (problem.open, problem.cause, problem.due_at, problem.promised_at) == (False, CAUSE, None, None)
    assert problem.observed_until - problem.resolved_at == timedelta(days=14)
    problem.close(by=None)
    assert (problem.observed_until, problem.closed_at is not None) == (None, True)


def test_what_came_back_is_held_and_promised_again(problem, agent):
    problem.take(by=agent)
    put(problem, Status.FIX_IN_PROGRESS)
    problem.resolve(solution="It lasts two years now.", by=agent)
    problem.reopen(reason="Again this morning.", by=agent)
    assert (problem.status, problem.holder, problem.assignee) == (Status.INVESTIGATING, Holder.AGENT, agent)
    assert (problem.observed_until, problem.reopen_count) == (None, 1)
    assert problem.promised_at is not None


def test_an_accepted_risk_comes_back_to_be_looked_at(problem, agent, manager):
    problem.assess(business_value=1, by=agent)
    problem.accept_risk(reason="It is replaced in spring.", until=in_days(90), by=manager)
    assert (problem.open, problem.accepted_until is not None) == (False, True)
    problem.investigate(reason="Spring has come.", by=None)
    assert (problem.open, problem.accepted_until, problem.closed_at) == (True, None, None)


def test_only_a_change_can_be_the_fix(problem, other, incident, agent):
    put(problem, Status.KNOWN_ERROR)
    with pytest.raises(ValidationError):
        problem.fix(how="By this.", change=incident, by=agent)


def test_a_duplicate_leaves_its_incidents_to_the_other(problem, other, incident, agent):
    problem.add_incidents([incident], by=agent)
    problem.mark_duplicate(of=other, by=agent)
    other.refresh_from_db()
    assert list(other.incidents()) == [incident.ticket_ptr]
    assert (other.incident_count, problem.merged_into_id) == (1, other.pk)
    assert problem.links.filter(kind=Link.Kind.DUPLICATES, target=other).exists()


def test_a_problem_duplicates_no_incident_not_itself_and_no_duplicate(problem, other, incident, agent, team):
    for wrong in (problem, incident):
        with pytest.raises(ValidationError):
            problem.mark_duplicate(of=wrong, by=agent)
    other.merge_into(Problem.raise_(by=agent, title="A third", team=team), by=agent)
    assert other.status == Status.DUPLICATE
    with pytest.raises(ValidationError):
        problem.mark_duplicate(of=other, by=agent)


def test_incidents_are_linked_once_and_only_incidents(problem, other, incident, agent):
    assert problem.add_incidents([incident], by=agent) == 1
    assert problem.add_incidents([incident], by=agent) == 0
    with pytest.raises(Refused):
        problem.add_incidents([other], by=agent)
    assert problem.incident_count == 1


def test_a_younger_incident_reopens_what_is_watched_an_older_one_does_not(problem, agent, colleague, team):
    put(problem, Status.FIX_IN_PROGRESS)
    before = factories.incident(by=colleague, team=team)
    problem.resolve(solution="It lasts two years now.", by=agent)
    problem.add_incidents([before], by=agent)
    assert problem.status == Status.RESOLVED
    after = factories.incident(by=colleague, team=team, now=timezone.now() + timedelta(hours=1))
    problem.add_incidents([after], by=agent)
    assert problem.status == Status.INVESTIGATING
    assert after.number in problem.events.get(verb="problem.reopen").comment


def test_of_two_who_call_each_a_duplicate_of_the_other_the_second_is_refused(problem, other, agent):
    seen = Problem.objects.get(pk=other.pk), Problem.objects.get(pk=problem.pk)
    problem.mark_duplicate(of=other, by=agent)
    with pytest.raises(ValidationError):
        seen[0].mark_duplicate(of=seen[1], by=agent)
    other.refresh_from_db()
    assert (other.open, other.merged_into_id) == (True, None)
