"""Who holds the baton, how it changes hands, and when it is dropped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from incidents.models import Incident, MajorIncident
from itsm.tickets.errors import Refused
from itsm.tickets.models import Hold, Holder, Ticket
from tests.factories import PersonFactory, TeamFactory, incident

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOTE = {"found": "Switch 3 flaps", "colleague_knows": "That Network has it", "promised": "A word by noon"}


@pytest.fixture
def ticket(colleague, service, team):
    return incident(by=colleague, service=service, now=MONDAY)


@pytest.fixture
def network(outsider):
    return outsider.teams.get()


def holders(ticket):
    return list(ticket.holds.order_by("since", "pk").values_list("holder", flat=True))


def test_a_new_ticket_lies_with_the_team_of_its_service(ticket, team):
    assert (ticket.holder, ticket.team, ticket.assignee) == (Holder.TEAM, team, None)


def test_a_ticket_without_a_service_goes_to_the_first_line(colleague, db):
    first = TeamFactory(first_line=True)
    assert incident(by=colleague).team == first


def test_without_a_first_line_the_refusal_says_what_to_do(colleague):
    with pytest.raises(Refused, match="first line"):
        incident(by=colleague)


def test_taking_the_baton_starts_the_work_and_stops_the_queue_clock(ticket, agent):
    ticket.take(by=agent, now=MONDAY + timedelta(minutes=5))
    assert (ticket.holder, ticket.assignee, ticket.status) == (
        Holder.AGENT,
        agent,
        Incident.Status.IN_PROGRESS,
    )
    assert ticket.drops_at is None
    assert ticket.clocks.get(kind="handover").outcome == "met"


def test_exactly_one_holder_at_every_moment(ticket, agent, outsider, network):
    ticket.take(by=agent, now=MONDAY + timedelta(minutes=1))
    ticket.hand_over(to_team=network, by=agent, now=MONDAY + timedelta(minutes=2), **NOTE)
    ticket.accept(by=outsider, now=MONDAY + timedelta(minutes=3))
    rows = list(ticket.holds.order_by("since"))
    assert holders(ticket) == ["team", "agent", "team", "agent"]
    assert [row.until for row in rows[:-1]] == [row.since for row in rows[1:]]
    assert rows[-1].until is None


def test_the_database_refuses_a_second_holder(ticket, team):
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(ticket_id=ticket.pk, holder="team", team=team, since=MONDAY)


@pytest.mark.parametrize("missing", NOTE)
def test_a_hand_over_without_its_note_is_refused(ticket, agent, network, missing):
    with pytest.raises(ValidationError) as error:
        ticket.hand_over(to_team=network, by=agent, **(NOTE | {missing: "  "}))
    assert list(error.value.message_dict) == [missing]
    assert not ticket.handovers.exists()


def test_a_hand_over_to_the_own_team_is_refused(ticket, agent, team):
    with pytest.raises(Refused):
        ticket.hand_over(to_team=team, by=agent, **NOTE)


def test_assigning_to_another_team_needs_a_hand_over(ticket, agent, outsider):
    with pytest.raises(Refused, match="Hand the ticket over"):
        ticket.assign(to=outsider, by=agent)


def test_a_returned_hand_over_goes_back_to_the_hand_it_came_from_with_its_reason(
    ticket, agent, outsider, network, team
):
    ticket.take(by=agent)
    ticket.hand_over(to_team=network, by=agent, **NOTE)
    ticket.return_(reason="The cable is yours", by=outsider)
    assert (ticket.team, ticket.assignee, ticket.holder) == (team, agent, Holder.AGENT)
    offer = ticket.handovers.get()
    assert (offer.state, offer.reason, offer.answered_by) == ("returned", "The cable is yours", outsider)
    assert ticket.events.get(verb="ticket.return").comment == "The cable is yours"


def test_returning_needs_a_reason(ticket, agent, outsider, network):
    ticket.hand_over(to_team=network, by=agent, **NOTE)
    with pytest.raises(ValidationError):
        ticket.return_(reason="", by=outsider)


@pytest.mark.parametrize("verb", ["accept", "return_"])
def test_without_an_offer_there_is_nothing_to_answer(ticket, agent, verb):
    with pytest.raises(Refused, match="Nothing is offered"):
        getattr(ticket, verb)(by=agent, **({"reason": "no"} if verb == "return_" else {}))


def test_taking_a_handed_over_ticket_accepts_it(ticket, agent, outsider, network):
    ticket.hand_over(to_team=network, by=agent, **NOTE)
    ticket.take(by=outsider)
    assert ticket.handovers.get().state == "accepted"


def test_the_shorter_of_the_team_and_the_agreement_decides_when_a_baton_is_dropped(colleague, service, team):
    team.handover_target = timedelta(minutes=7)
    team.save()
    assert incident(by=colleague, service=service, now=MONDAY).drops_at == MONDAY + timedelta(minutes=7)


def test_the_dropped_list_equals_a_count_by_hand(colleague, service, agent):
    lying = [incident(by=colleague, service=service, now=MONDAY) for _ in range(4)]
    lying[0].take(by=agent, now=MONDAY + timedelta(minutes=1))
    lying[1].take(by=agent, now=MONDAY + timedelta(days=1))
    later = MONDAY + timedelta(days=1, hours=1)
    fresh = incident(by=colleague, service=service, now=later)
    by_hand = [
        ticket.number
        for ticket in Ticket.objects.filter(open=True)
        for hold in [ticket.holds.get(until=None)]
        if hold.person_id is None and hold.since + service.team.handover_target < later
    ]
    assert sorted(Ticket.objects.dropped(now=later).values_list("number", flat=True)) == sorted(by_hand)
    assert len(by_hand) == 2
    assert fresh.number not in by_hand


def test_the_strip_says_who_held_it_and_when_nobody_did(ticket, agent, team):
    ticket.take(by=agent, now=ticket.drops_at + timedelta(minutes=10))
    kinds = [(part.kind, part.label) for part in ticket.strip_segments]
    assert kinds == [("ours", str(team)), ("nobody", "nobody"), ("ours", str(agent))]
    assert ticket.strip_segments[1].seconds == 600


def test_the_strip_on_the_ticket_is_the_ledger(ticket, agent, colleague):
    ticket.take(by=agent, now=MONDAY + timedelta(minutes=1))
    ticket.hold(
        reason="colleague", question="Which floor are you on?", by=agent, now=MONDAY + timedelta(minutes=2)
    )
    ticket.reply("The third floor, at the window", by=colleague, now=MONDAY + timedelta(minutes=3))
    ledger = [(hold.holder, int(hold.since.timestamp())) for hold in ticket.holds.order_by("since")]
    assert [(holder, since) for holder, _who, since, _drops in ticket.strip] == ledger


def test_a_finished_ticket_has_no_holder(ticket, agent):
    ticket.take(by=agent)
    ticket.resolve(resolution="fixed", words="A new cable", by=agent)
    assert not ticket.holds.filter(until=None).exists()


def test_a_long_life_keeps_its_strip_short(ticket, agent, team):
    other = PersonFactory(name="Second Agent", roles=["agent"], teams=[team])
    for turn in range(30):
        ticket.assign(to=agent if turn % 2 else other, by=agent)
    assert len(ticket.strip) == 24
    assert ticket.holds.count() == 31


BY_HAND = {
    "take": lambda ticket, agent, network: ticket.take(by=agent),
    "assign": lambda ticket, agent, network: ticket.assign(to=agent, by=agent),
    "hand_over": lambda ticket, agent, network: ticket.hand_over(to_team=network, by=agent, **NOTE),
    "accept": lambda ticket, agent, network: ticket.accept(by=agent),
    "return": lambda ticket, agent, network: ticket.return_(reason="Not ours", by=agent),
    "promise": lambda ticket, agent, network: ticket.promise(timezone.now() + timedelta(hours=1), by=agent),
    "propose": lambda ticket, agent, network: MajorIncident.propose(ticket, impact="No mail", by=agent),
}
DONE = {"resolution": "fixed", "words": "The switch was replaced and it holds."}


@pytest.mark.parametrize("verb", BY_HAND)
def test_nobody_holds_or_promises_what_somebody_ended_a_moment_ago(ticket, agent, network, verb):
    seen = Incident.objects.get(pk=ticket.pk)
    ticket.resolve(by=agent, **DONE)
    with pytest.raises(Refused, match="is resolved"):
        BY_HAND[verb](seen, agent, network)
    assert not ticket.clocks.live().exists()
    assert not ticket.holds.filter(until=None).exists()


def test_a_short_word_after_the_end_promises_nothing(ticket, agent):
    ticket.resolve(by=agent, **DONE)
    ticket.reply("You are welcome", by=agent, until=timezone.now() + timedelta(hours=1))
    assert ticket.promised_at is None
    assert not ticket.clocks.live().exists()


def test_what_was_proposed_as_major_is_not_made_one_once_it_is_over(ticket, agent):
    major = MajorIncident.propose(ticket, impact="Nobody can mail", by=agent)
    ticket.resolve(by=agent, **DONE)
    with pytest.raises(Refused, match="is resolved"):
        major.promote(lead=agent, communications=agent, by=agent)
    ticket.refresh_from_db()
    assert not ticket.major


def test_two_who_hand_over_to_the_same_team_do_it_once(ticket, agent, network):
    seen = Incident.objects.get(pk=ticket.pk)
    ticket.hand_over(to_team=network, by=agent, **NOTE)
    with pytest.raises(Refused, match="has this ticket already"):
        seen.hand_over(to_team=network, by=agent, **NOTE)
    assert ticket.handovers.get().state == "offered"


def test_nobody_is_given_a_ticket_that_left_their_team_a_moment_ago(ticket, agent, network):
    seen = Incident.objects.get(pk=ticket.pk)
    ticket.hand_over(to_team=network, by=agent, **NOTE)
    with pytest.raises(Refused, match="is not in Network"):
        seen.assign(to=agent, by=agent)


def test_what_comes_back_goes_to_the_team_when_the_agent_has_left(ticket, agent, colleague, team):
    ticket.take(by=agent)
    ticket.resolve(by=agent, **DONE)
    agent.is_active = False
    agent.save()

    again = Incident.objects.get(pk=ticket.pk)
    again.reopen(words="It is down again", by=colleague)

    assert (again.holder, again.team, again.assignee) == (Holder.TEAM, team, None)
    assert again.drops_at


def test_a_reopened_ticket_is_timed_by_the_priority_it_has_now(ticket, agent, colleague):
    ticket.resolve(by=agent, **DONE)
    ticket.edit(by=agent, priority=Ticket.Priority.CRITICAL)
    ticket.reopen(words="It is down again", by=colleague)

    other = incident(by=colleague, service=ticket.service, priority=Ticket.Priority.CRITICAL)
    targets = {one.clocks.live().get(kind="resolution").target for one in (ticket, other)}
    assert len(targets) == 1
