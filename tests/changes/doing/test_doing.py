"""Steps are ticked once, by name; there is no way back after the point of no return; what breaks meanwhile stands beside it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.doing import late, ticking
from changes.doing.broken import caused_by, opened_since
from changes.models import Change, ChangeStep, Outcome, Status, Type
from itsm.insights.measures import Filter, ask, measure
from itsm.tickets.errors import Refused
from itsm.tickets.models import Link
from tests.changes.doing.conftest import MINUTE
from tests.factories import PersonFactory, ServiceFactory, incident


def test_a_step_is_ticked_with_who_when_and_what_they_noticed(running, agent):
    step = running.steps.first()
    ticking.tick(step, by=agent, note="Took longer than in the test.")
    step.refresh_from_db()
    assert (step.done_by, step.note) == (agent, "Took longer than in the test.")
    event = running.events.get(verb="ticket.tick_step")
    assert (event.actor, event.details["what"], event.is_public) == (agent, "Stop mail", False)


def test_the_second_to_tick_is_told_who_was_first(running, agent, outsider):
    first, second = (
        ChangeStep.objects.filter(change=running)[:1][0],
        ChangeStep.objects.filter(change=running)[:1][0],
    )
    ticking.tick(first, by=agent)
    with pytest.raises(Refused, match="Ivo Lund has ticked"):
        ticking.tick(second, by=outsider)
    assert running.events.filter(verb="ticket.tick_step").count() == 1


def test_a_slip_is_taken_back(running, agent):
    step = running.steps.first()
    ticking.tick(step, by=agent)
    ticking.untick(step, by=agent)
    assert ChangeStep.objects.get(pk=step.pk).done_at is None
    with pytest.raises(Refused):
        ticking.untick(step, by=agent)


@pytest.mark.parametrize("status", [each for each in Status if each != Status.IMPLEMENTING])
def test_nothing_is_ticked_unless_it_runs(running, agent, status):
    Change.objects.filter(pk=running.pk).update(status=status)
    with pytest.raises(Refused, match="not being carried out"):
        ticking.tick(running.steps.first(), by=agent)


def test_there_is_a_way_back_until_the_step_after_which_there_is_none(running, agent):
    stop, move = running.steps.all()
    ticking.tick(stop, by=agent)
    ticking.tick(move, by=agent)
    with pytest.raises(Refused, match="no way back after “Move the store”"):
        running.back_out(reason="Clients cannot connect.", by=agent)
    ticking.untick(move, by=agent)
    running.back_out(reason="Clients cannot connect.", by=agent)
    assert (running.status, running.outcome) == (Status.REVIEW, Outcome.BACKED_OUT)


def test_what_breaks_on_it_and_on_what_stands_on_it_is_shown(running, agent, service, colleague):
    above, elsewhere = ServiceFactory(name="Booking"), ServiceFactory(name="Doors")
    above.depend_on(service)
    mine, higher = incident(by=colleague, service=service), incident(by=colleague, service=above)
    incident(by=colleague, service=elsewhere)
    before = incident(by=colleague, service=service)
    type(before).objects.filter(pk=before.pk).update(opened_at=running.started_at - MINUTE)
    assert set(opened_since(running, agent)) == {mine, higher}


def test_what_breaks_long_after_it_is_not(running, agent, service, colleague):
    running.finish(words="Done.", by=agent)
    later = incident(by=colleague, service=service)
    type(later).objects.filter(pk=later.pk).update(opened_at=running.ended_at + timedelta(hours=49))
    now = running.ended_at + timedelta(days=5)
    assert not opened_since(running, agent, now=now)
    type(later).objects.filter(pk=later.pk).update(opened_at=running.ended_at + timedelta(hours=47))
    assert list(opened_since(running, agent, now=now)) == [later]


def test_a_restricted_incident_is_shown_only_to_who_may_see_it(running, agent, outsider, service, colleague):
    incident(by=colleague, service=service, team=agent.teams.get(), restricted=True)
    assert len(opened_since(running, agent)) == 1
    assert not opened_since(running, outsider)


# The review -----------------------------------------------------------------------------------------------------------


def test_a_late_review_of_an_emergency_is_said_once(running, agent, change_manager):
    Change.objects.filter(pk=running.pk).update(type=Type.EMERGENCY)
    emergency = Change.objects.get(pk=running.pk)
    emergency.finish(words="Done.", by=agent)
    assert not late.escalate(now=emergency.review_due_at - MINUTE)
    assert late.escalate(now=emergency.review_due_at) == 1
    assert not late.escalate(now=emergency.review_due_at + MINUTE)
    event = emergency.events.get(verb="ticket.escalate_review")
    assert event.details["people"] == [change_manager.pk]


def test_a_review_in_time_is_never_late(running, agent, change_manager):
    Change.objects.filter(pk=running.pk).update(type=Type.EMERGENCY)
    emergency = Change.objects.get(pk=running.pk)
    emergency.finish(words="Done.", by=agent)
    emergency.close(outcome=Outcome.SUCCESSFUL, communication_right=True, words="Fine.", by=change_manager)
    assert not late.escalate(now=timezone.now() + timedelta(days=30))


def test_incidents_it_caused_are_linked(running, agent, colleague, service):
    broken = incident(by=colleague, service=service)
    broken.link(running, Link.Kind.CAUSED_BY, by=agent)
    assert list(caused_by(running)) == [broken]


# Figures --------------------------------------------------------------------------------------------------------------


def test_what_came_of_changes_as_figures(running, agent, change_manager):
    """25 closed: 15 went well, 4 had issues, 3 failed, 2 were backed out, 1 was not carried out; 5 were emergencies."""
    outcomes = (
        ["successful"] * 15 + ["with_issues"] * 4 + ["failed"] * 3 + ["backed_out"] * 2 + ["not_carried_out"]
    )
    now = timezone.now()
    for number, outcome in enumerate(outcomes):
        type_ = Type.EMERGENCY if number < 5 else Type.NORMAL
        made = Change.propose(by=agent, title=f"Change {number}", type=type_, team=running.team)
        about = {
            "status": Status.CLOSED,
            "open": False,
            "closed_at": now,
            "outcome": outcome,
            "communication_right": number < 20,
        }
        Change.objects.filter(pk=made.pk).update(**about)
    names = ("change_success", "change_failed", "change_backed_out", "change_emergency", "change_told_right")
    chosen = Filter(since=now - timedelta(days=1), until=now + timedelta(days=1))
    found = ask([measure(name) for name in names], chosen)
    shares = [round(found[name][None].value, 1) for name in names]
    assert shares == [60.0, 20.0, 8.3, 20.0, 80.0]  # backed out: 2 of the 24 that were carried out


def test_whose_contract_was_kept_as_figures(running, agent):
    """Of 20 lines 14 were kept, and 3 let go."""
    people = PersonFactory().pk
    for number in range(20):
        line = running.contract.create(label=f"group {number}", who={"people": [people]}, kept=number < 14)
        if number >= 17:
            about = {"overridden_at": timezone.now(), "overridden_by": agent, "override_reason": "No time."}
            type(line).objects.filter(pk=line.pk).update(**about)
    now = timezone.now()
    chosen = Filter(since=now - timedelta(days=1), until=now)
    found = ask([measure("contract_kept"), measure("contract_overridden")], chosen)
    assert (found["contract_kept"][None].value, found["contract_overridden"][None].value) == (70.0, 15.0)
