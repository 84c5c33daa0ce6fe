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
