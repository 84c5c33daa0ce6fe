"""The flow of an incident: every state with every verb, allowed or refused; and who is faster."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from incidents.models import Incident
from itsm.tickets.errors import Refused, StaleTicket, TransitionNotAllowed
from tests import factories
from tests.incidents.flow import ALLOWED, PAIRS, REFUSED, TOLD


@pytest.mark.parametrize(("status", "verb"), ALLOWED)
def test_a_verb_of_the_flow_leads_where_the_flow_says(status, verb, team, agent, colleague):
    ticket = factories.incident(by=colleague, team=team, status=status)

    getattr(ticket, verb)(by=agent, **TOLD[verb])

    ticket.refresh_from_db()
    target = Incident.FLOW[verb][1]
    assert (ticket.status, ticket.open) == (target, target not in Incident.FINISHED)
    event = ticket.events.get(verb=f"incident.{verb}")
    assert (event.actor, event.details["status"]) == (agent, [status, target])


@pytest.mark.parametrize(("status", "verb"), REFUSED)
def test_any_other_verb_is_refused_with_a_sentence_and_changes_nothing(status, verb, team, agent, colleague):
    ticket = factories.incident(by=colleague, team=team, status=status)

    with pytest.raises(TransitionNotAllowed, match=ticket.number):
        getattr(ticket, verb)(by=agent, **TOLD[verb])

    ticket.refresh_from_db()
    assert ticket.status == status
    assert [event.verb for event in ticket.events.all()] == ["incident.open"]


def test_every_pair_of_state_and_verb_is_held_to_the_flow():
    assert len(PAIRS) == len(Incident.Status) * len(Incident.FLOW) == 48
    assert set(TOLD) == set(Incident.FLOW)


@pytest.mark.parametrize("status", Incident.Status)
def test_the_page_offers_what_the_flow_allows(status, team, colleague):
    ticket = factories.incident(by=colleague, team=team, status=status)
    assert set(ticket.allowed_verbs) == {verb for state, verb in ALLOWED if state == status}


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_who_resolve_at_once_one_succeeds_and_the_other_is_told(
    team, agent, outsider, colleague
):
    made = factories.incident(by=colleague, team=team)
    together, told = Barrier(2), []

    def resolve(person):
        mine = Incident.objects.get(pk=made.pk)
        together.wait()
        try:
            mine.resolve(by=person, **TOLD["resolve"])
            told.append("resolved")
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=resolve, args=[person]) for person in (agent, outsider)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told, key=len) == [
        "resolved",
        f"{made.number} is resolved, so this cannot be done now: resolve.",
    ]
    assert made.events.filter(verb="incident.resolve").count() == 1


def test_who_writes_on_what_they_have_not_seen_is_told_who_was_faster(team, agent, outsider, colleague):
    ticket = factories.incident(by=colleague, team=team)
    seen = ticket.last_event
    ticket.note("The switch is the culprit", by=outsider)

    with pytest.raises(StaleTicket, match="Noor Haddad was faster") as told:
        Incident.objects.get(pk=ticket.pk).resolve(by=agent, seen=seen, **TOLD["resolve"])

    assert [event.comment for event in told.value.since] == ["The switch is the culprit"]


def test_an_answer_after_the_end_does_not_begin_the_work_again(team, agent, colleague):
    ticket = factories.incident(by=colleague, team=team)
    ticket.hold(reason="colleague", question="Which printer is it, please?", by=agent)
    ticket.resolve(by=agent, **TOLD["resolve"])

    ticket.reply("The one on the third floor.", by=colleague)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.open, ticket.promised_at) == ("resolved", False, None)
    assert not ticket.clocks.live().exists()


def test_an_answer_ends_the_wait_for_it_although_another_team_has_the_ticket_by_now(
    team, agent, outsider, colleague
):
    ticket = factories.incident(by=colleague, team=team)
    ticket.hold(reason="colleague", question="Which printer is it, please?", by=agent)
    note = dict.fromkeys(["found", "colleague_knows", "promised"], "It is a printer.")
    ticket.hand_over(to_team=outsider.teams.get(), by=agent, **note)

    ticket.reply("The one on the third floor.", by=colleague)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.hold_reason, ticket.holder) == ("in_progress", "", "team")
    assert ticket.promised_at
    assert not ticket.clocks.live().filter(due_at=None).exists()
