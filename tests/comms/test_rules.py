"""Who is told of what, and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.models import Notification
from comms.rules import RULES, may_know, tellings
from comms.wording import LINES
from itsm.people import roles
from itsm.people.models import Person
from itsm.services.models import HoldReason
from itsm.tickets.models import Event, Participant, Ticket, record
from tests.factories import PersonFactory, TeamFactory, incident

pytestmark = pytest.mark.django_db
WORDS = "Your mailbox is back, sign in again."


@pytest.fixture
def lead(team) -> Person:
    team.lead = PersonFactory(
        name="Lea Lead", roles=[roles.AGENT], manager=PersonFactory(name="Max Boss", roles=[roles.MANAGER])
    )
    team.save()
    return team.lead


@pytest.fixture
def ticket(colleague, service, agent, lead):
    made = incident(by=colleague, service=service)
    made.take(by=agent)
    return made


def test_every_rule_has_a_line_and_every_line_a_rule():
    assert RULES.keys() == LINES.keys()


def test_who_asked_gets_the_receipt_by_mail_although_they_are_the_actor(colleague, service, told):
    incident(by=colleague, service=service)
    assert told("incident.open", by_mail=True) == {"Ana Reis": "asked"}
    assert told("incident.open") == {}


def test_the_agents_answer_reaches_everyone_who_waits(ticket, agent, colleague, told):
    for name, part in [("Cecil", "cc"), ("Alba", "affected"), ("Wim", "watcher")]:
        ticket.add_person(PersonFactory(name=name), part, by=agent)
    ticket.reply(WORDS, by=agent)
    assert told("ticket.reply") == {
        "Ana Reis": "asked",
        "Cecil": "copy",
        "Alba": "affected",
        "Wim": "watches",
    }


def test_a_colleague_who_asked_for_another_hears_too_but_an_agent_who_typed_it_does_not(service, agent, told):
    boss, helped = PersonFactory(name="Boss"), PersonFactory(name="Helped")
    for by in (boss, agent):
        made = incident(by=by, requester=helped, service=service)
        made.take(by=PersonFactory(roles=[roles.AGENT], teams=[service.team], name=f"Taker for {by}"))
        made.reply(WORDS, by=made.assignee)
        assert told("ticket.reply") == {"Helped": "asked"} | ({"Boss": "on_behalf"} if by == boss else {})


def test_the_colleagues_answer_reaches_the_agent_and_not_themselves(ticket, colleague, told):
    ticket.reply("Still broken for me here.", by=colleague)
    assert told("ticket.reply") == {"Ivo Lund": "holder"}


def test_while_no_person_holds_it_the_team_reads_it_in_the_inbox_without_mail(
    colleague, service, agent, told
):
    made = incident(by=colleague, service=service)
    made.reply("Anybody there? It is urgent.", by=colleague)
    assert told("ticket.reply") == {"Ivo Lund": "team"}
    assert told("ticket.reply", by_mail=True) == {}


def test_an_internal_note_reaches_watchers_at_the_desk_only(ticket, agent, outsider, told):
    ticket.add_person(PersonFactory(name="Wim"), "watcher", by=agent)
    ticket.add_person(outsider, "watcher", by=agent)
    ticket.note("The licence ran out, do not tell yet.", by=agent)
    assert told("ticket.note") == {"Noor Haddad": "watches"}


def test_whoever_is_mentioned_is_told_so_and_only_once(ticket, agent, outsider, told):
    ticket.add_person(outsider, "watcher", by=agent)
    with ticket.act("note", by=agent, comment="Look at this", mentions=[outsider.pk, agent.pk]):
        pass
    assert told("ticket.note") == {"Noor Haddad": "mentioned"}


def test_assigning_tells_the_one_it_was_given_to(ticket, agent, team, told):
    second = PersonFactory(name="Second", roles=[roles.AGENT], teams=[team])
    ticket.assign(to=second, by=agent)
    assert told("ticket.assign") == {"Second": "given"}


def test_a_hand_over_goes_to_the_team_or_to_the_person_named(
    ticket, agent, outsider, colleague, service, told
):
    note = {"found": "It is the network.", "colleague_knows": "We look.", "promised": "A word at four."}
    network = outsider.teams.get()
    ticket.hand_over(to_team=network, by=agent, **note)
    assert told("ticket.hand_over") == {"Noor Haddad": "team"} == told("ticket.hand_over", by_mail=True)
    ticket.return_(reason="Not ours: the switch is fine.", by=outsider)
    assert told("ticket.return") == {"Ivo Lund": "handed"}
    ticket.hand_over(to_team=network, to_person=outsider, by=agent, **note)
    assert told("ticket.hand_over") == {"Noor Haddad": "given"}
    ticket.accept(by=outsider)
    assert told("ticket.accept") == {"Ivo Lund": "handed"}


@pytest.mark.parametrize(
    ("verb", "tells", "expected"),
    [
        ("warn", [["holder", None]], {"Ivo Lund": "holder"}),
        ("warn", [], {}),
        ("breach", None, {"Ivo Lund": "holder", "Lea Lead": "lead"}),
        ("break_promise", [["team_lead", None]], {"Ivo Lund": "holder", "Lea Lead": "lead"}),
        ("drop", [], {"Ivo Lund": "holder", "Lea Lead": "lead"}),
        ("escalate", [["leads_manager", None]], {"Max Boss": "leads_manager"}),
        ("escalate", [["team", "network"]], {"Noor Haddad": "team"}),
    ],
)
def test_time_tells_whom_the_policy_names_and_a_breach_always_holder_and_lead(
    ticket, outsider, told, verb, tells, expected
):
    named = [[who, outsider.teams.get().pk if team else None] for who, team in tells or []]
    due = timezone.now() + timedelta(hours=1)
    details = {"clock": "resolution", "due": due} | ({"tells": named} if tells is not None else {})
    record([Event(ticket_id=ticket.pk, verb=f"ticket.{verb}", at=timezone.now(), details=details)])
    assert told(f"ticket.{verb}") == expected


def test_a_warning_that_comes_too_late_is_told_to_nobody(ticket, told):
    past = timezone.now() - timedelta(hours=1)
    details = {"clock": "resolution", "due": past, "tells": [["holder", None]]}
    record([Event(ticket_id=ticket.pk, verb="ticket.warn", at=timezone.now(), details=details)])
    assert told("ticket.warn") == {}


def test_a_question_a_solution_and_an_automatic_close_reach_who_asked(ticket, agent, colleague, told):
    ticket.hold(reason=HoldReason.SUPPLIER, by=agent)
    assert told("incident.hold") == {"Ana Reis": "asked"}
    ticket.resume(by=agent)
    ticket.hold(reason=HoldReason.COLLEAGUE, question="Which printer is it?", by=agent)
    assert told("incident.hold") == {"Ana Reis": "asked"}
    ticket.resolve(resolution="fixed", words=WORDS, by=agent)
    assert told("incident.resolve") == {"Ana Reis": "asked"}
    ticket.reopen(words="No, it is not.", by=colleague)
    assert told("incident.reopen") == {"Ivo Lund": "holder"}
    ticket.resolve(resolution="fixed", words=WORDS, by=agent)
    ticket.close(by=None, now=timezone.now() + timedelta(days=9))
    assert told("incident.close") == {"Ana Reis": "asked"}


def test_of_a_restricted_ticket_only_those_hear_who_may_see_it(ticket, agent, outsider, lead, told):
    ticket.add_person(outsider, "watcher", by=agent)
    ticket.edit(by=agent, restricted=True)
    stranger = PersonFactory(name="Stranger", roles=[roles.AGENT], teams=[TeamFactory()])
    with ticket.act("note", by=agent, comment="Salaries", mentions=[stranger.pk, lead.pk]):
        pass
    assert told("ticket.note") == {
        "Noor Haddad": "watches"
    }  # the lead is no member, so the page is a 404 for them too


def test_may_know_agrees_with_the_page_for_every_role(
    ticket, agent, outsider, colleague, manager, administrator, lead
):
    people = [agent, outsider, colleague, manager, administrator, lead, PersonFactory(name="Nobody")]
    ticket.add_person(PersonFactory(name="In copy"), Participant.Part.CC, by=agent)
    for restricted in (True, False):
        Ticket.objects.filter(pk=ticket.pk).update(restricted=restricted)
        for person in Person.objects.filter(pk__in=[each.pk for each in people]):
            for audience in Event.Audience:
                event = Event(ticket=Ticket.objects.get(pk=ticket.pk), verb="ticket.note", audience=audience)
                page = Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()
                words = audience == Event.Audience.PUBLIC or person.works_the_desk
                assert may_know(person, event) == (page and words), (person, restricted, audience)


def test_who_left_is_not_told(ticket, agent, colleague, told):
    Person.objects.filter(pk=colleague.pk).update(is_active=False)
    ticket.reply(WORDS, by=agent)
    assert told("ticket.reply") == {}


def test_a_verb_without_rules_is_news_for_nobody(ticket):
    assert list(tellings(Event(ticket=ticket, verb="ticket.dance"))) == []


def test_dealing_twice_with_the_same_event_tells_nobody_twice(ticket, agent, told):
    from comms import telling

    event = ticket.reply(WORDS, by=agent)
    told("ticket.reply")
    telling.tell(Event.objects.get(pk=event.pk), now=timezone.now())
    assert Notification.objects.filter(event=event).count() == 1
    assert event.deliveries.count() == 1
