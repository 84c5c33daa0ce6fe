"""What is said on a ticket, who may read it, and what happens when two write at once."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from itsm.services.models import SupportCalendar, Target
from itsm.tickets.errors import Refused, StaleTicket
from itsm.tickets.models import Draft, Event, Ticket
from tests.factories import PersonFactory, ServiceFactory, incident


@pytest.fixture
def ticket(colleague, service):
    return incident(by=colleague, service=service)


def test_a_colleague_reads_what_is_public_and_nothing_else(ticket, agent, colleague):
    ticket.note("The gateway has old firmware", by=agent)
    ticket.reply("We are looking at the gateway", by=agent)
    words = set(ticket.events.visible_to(colleague).values_list("comment", flat=True))
    assert "We are looking at the gateway" in words
    assert "The gateway has old firmware" not in words


@pytest.mark.parametrize("say", ["reply", "note"])
def test_an_empty_message_is_refused(ticket, agent, say):
    with pytest.raises(ValidationError):
        getattr(ticket, say)(" \n ", by=agent)


def test_an_agents_own_ticket_is_a_colleagues_ticket(agent, service):
    mine = incident(by=agent, service=service)
    mine.reply("My screen flickers since this morning", by=agent)
    assert mine.waiting_since is not None
    assert mine.last_word_at is None


def test_writing_over_something_new_is_stopped_and_says_who_was_faster(ticket, agent, outsider):
    seen = ticket.last_event
    ticket.reply("It is the gateway, we replace it", by=outsider)
    with pytest.raises(StaleTicket, match=r"Noor Haddad was faster") as stopped:
        ticket.reply("Have you tried another cable?", by=agent, seen=seen)
    assert [event.comment for event in stopped.value.since] == ["It is the gateway, we replace it"]
    assert not Event.objects.filter(comment="Have you tried another cable?").exists()


def test_what_i_wrote_myself_does_not_stop_me(ticket, agent):
    seen = ticket.last_event
    ticket.reply("First half of what I say", by=agent)
    ticket.reply("Second half of what I say", by=agent, seen=seen)
    assert ticket.message_count == 2


def test_editing_over_a_newer_edit_tells_what_changed(ticket, agent, outsider):
    seen = ticket.last_event
    ticket.edit(by=outsider, title="VPN drops every hour")
    with pytest.raises(StaleTicket) as stopped:
        ticket.edit(by=agent, title="VPN is slow", seen=seen)
    assert stopped.value.since[0].details == {"title": ["Mail is down", "VPN drops every hour"]}
    ticket.refresh_from_db()
    assert ticket.title == "VPN drops every hour"


def test_an_edit_keeps_old_and_new_and_moves_priority_and_clocks(ticket, agent):
    before = ticket.clocks.get(kind="resolution")
    ticket.edit(by=agent, impact=1, urgency=1)
    event, after = ticket.events.get(verb="ticket.edit"), ticket.clocks.get(kind="resolution")
    assert event.details["priority"] == [3, 1]
    assert event.details["targets"]["resolution"] == [before.target, after.target]
    assert after.started_at == before.started_at
    assert [line[1] for line in after.ledger] == ["start", "retarget"]


def test_an_edit_that_changes_nothing_is_refused(ticket, agent):
    with pytest.raises(Refused, match="Nothing was changed"):
        ticket.edit(by=agent, title=ticket.title)


@pytest.mark.parametrize("sql", ["UPDATE tickets_event SET comment = 'x'", "DELETE FROM tickets_event"])
def test_the_database_itself_refuses_to_change_the_audit(ticket, sql):
    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_an_event_cannot_be_deleted_by_the_orm(ticket):
    with pytest.raises(TypeError):
        ticket.events.first().delete()


def test_a_draft_is_kept_replaced_and_gone_when_empty(ticket, agent):
    Draft.keep(ticket_id=ticket.pk, person=agent, mode="public", words="Half a sen")
    Draft.keep(ticket_id=ticket.pk, person=agent, mode="internal", words="Half a sentence")
    assert [(draft.mode, draft.words) for draft in ticket.drafts.all()] == [("internal", "Half a sentence")]
    Draft.keep(ticket_id=ticket.pk, person=agent, mode="internal", words=" ")
    assert not ticket.drafts.exists()


@pytest.mark.parametrize(
    "words", ["🚲 مرحبا بكم في الدعم", "a\u0000b".replace("\u0000", ""), "x" * 10_000_000]
)
def test_any_words_survive(ticket, agent, words):
    ticket.reply(words, by=agent)
    assert ticket.events.filter(verb="ticket.reply").get().comment == words


# Who sees what ----------------------------------------------------------------------------------------------------------


def seen_by(person):
    return Ticket.objects.visible_to(person)


def test_colleagues_see_their_own_and_those_they_are_part_of(ticket, colleague, agent):
    other = PersonFactory()
    assert not seen_by(other).exists()
    ticket.add_person(other, "cc", by=agent)
    assert seen_by(other).get().pk == ticket.pk
    assert seen_by(colleague).get().pk == ticket.pk


def test_a_restricted_ticket_exists_for_its_team_and_the_people_named(ticket, agent, outsider, manager):
    ticket.restrict(by=agent, restricted=True)
    assert seen_by(agent).exists()
    assert not seen_by(outsider).exists()
    assert not seen_by(manager).exists()
    ticket.add_person(outsider, "named", by=agent)
    assert seen_by(outsider).exists()


def test_adding_someone_twice_changes_nothing(ticket, agent):
    other = PersonFactory()
    assert ticket.add_person(other, "watcher", by=agent)
    assert not ticket.add_person(other, "watcher", by=agent)
    assert ticket.events.filter(verb="ticket.add_person").count() == 1


def test_me_too_counts_a_colleague_once(ticket):
    other = PersonFactory()
    assert ticket.me_too(by=other)
    assert not ticket.me_too(by=other)
    ticket.refresh_from_db()
    assert ticket.affected_count == 1


def test_numbers_are_given_out_in_order_and_never_twice(colleague, db):
    service = ServiceFactory()
    first, second = incident(by=colleague, service=service), incident(by=colleague, service=service)
    assert int(second.number.removeprefix("INC-")) == int(first.number.removeprefix("INC-")) + 1


def test_a_priority_with_other_hours_keeps_what_was_worked_under_the_old_ones(colleague, service, agent):
    """P1 runs round the clock: four office hours on Friday stay four hours, the weekend counts from the change on."""
    friday, saturday = datetime(2026, 3, 6, 14, tzinfo=UTC), datetime(2026, 3, 7, 9, tzinfo=UTC)
    round_the_clock = SupportCalendar.objects.get(name="Round the clock")
    Target.objects.filter(kind="incident", priority=1).update(calendar=round_the_clock)
    ticket = incident(by=colleague, service=service, now=friday)
    ticket.edit(by=agent, impact=1, urgency=1, now=saturday)
    clock = ticket.clocks.get(kind="resolution")
    assert clock.calendar_id == round_the_clock.pk
    assert clock.reading().worked == 4 * 3600
    assert [line[1] for line in clock.ledger] == ["start", "carry", "retarget"]
