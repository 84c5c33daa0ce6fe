"""Who hears of what a board has before it, of a review that nobody wrote, and of a start although somebody does not know."""

from datetime import timedelta

from django.utils import timezone

from changes.board import agenda, holding
from changes.contract import acts
from changes.doing import late
from changes.models import Change
from comms.rules import tellings
from itsm.people import roles
from tests.changes.kit import proposed
from tests.factories import PersonFactory


def told(change, verb):
    event = change.events.get(verb=verb)
    return {str(one.person): one.reason for _rule, one in tellings(event)}


def test_members_hear_that_a_change_is_on_an_agenda_but_for_whose_own_it_is(meeting, members, asked):
    change = asked(by=members[1])
    agenda.build(meeting, now=timezone.now())
    assert told(change, "ticket.put_on_agenda") == {"Chair Hale": "agrees", "Bo Lind": "agrees"}


def test_they_hear_of_it_once_however_often_the_agenda_is_built(meeting, members, on_the_agenda):
    change, _item = on_the_agenda
    agenda.build(meeting, now=timezone.now())
    holding.begin(meeting, by=members[0])
    assert change.events.filter(verb="ticket.put_on_agenda").count() == 1


def test_a_late_review_reaches_the_lead_and_the_change_managers(agent, service, members, team):
    team.lead = PersonFactory(name="Lea Lead", roles=[roles.AGENT])
    team.save()
    change = proposed(by=agent, service=service, type="emergency", status="review", team=team)
    Change.objects.filter(pk=change.pk).update(review_due_at=timezone.now() - timedelta(minutes=1))
    assert late.escalate(now=timezone.now()) == 1
    found = told(change, "ticket.escalate_review")
    assert found.pop("Lea Lead") == "lead"
    assert found == dict.fromkeys(("Chair Hale", "Ada Moss", "Bo Lind"), "team")


def test_whoever_carries_it_out_hears_that_it_may_start_although_somebody_does_not_know(
    agent, service, members
):
    line = {"label": "Everybody in Leeds", "hours_before": 1, "channel": "conversation"}
    change = proposed(by=agent, service=service, status="scheduled", contract=[line])
    acts.override(change.contract.get(), reason="Leeds is closed today.", by=members[0])
    found = told(change, "ticket.override_contract")
    assert found.pop(str(agent)) == "holder"
    assert found == {"Ada Moss": "team", "Bo Lind": "team"}, "not whoever did it"
