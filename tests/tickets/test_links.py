"""Tickets beside tickets: links, merging two into one, splitting one into two. Nothing is lost on the way."""

import pytest

from itsm.tickets.errors import Refused
from itsm.tickets.models import Link, Ticket
from itsm.tickets.timeline import lines
from tests.factories import PersonFactory, incident

CHILD = Link.Kind.CHILD_OF


@pytest.fixture
def make(colleague, service):
    return lambda **fields: incident(by=fields.pop("by", colleague), service=service, **fields)


def test_a_link_reads_from_both_sides(make, agent):
    first, second = make(), make()
    assert first.link(second, Link.Kind.CAUSED_BY, by=agent)
    assert first.links.get().target_id == second.backlinks.get().target_id == second.pk


def test_the_same_link_twice_changes_nothing(make, agent):
    first, second = make(), make()
    first.link(second, Link.Kind.RELATES, by=agent)
    assert not first.link(second, Link.Kind.RELATES, by=agent)
    assert first.events.filter(verb="ticket.link").count() == 1


def test_a_ticket_is_not_linked_to_itself(make, agent):
    ticket = make()
    with pytest.raises(Refused):
        ticket.link(ticket, Link.Kind.RELATES, by=agent)


def test_children_have_one_parent_and_no_children_of_their_own(make, agent):
    parent, child, other = make(), make(), make()
    child.link(parent, CHILD, by=agent)
    for source, target in [(other, child), (parent, other), (child, other)]:
        with pytest.raises(Refused):
            source.link(target, CHILD, by=agent)
    parent.refresh_from_db()
    assert [found.pk for found in parent.children()] == [child.pk]
    assert parent.child_count == 1


def test_unlinking_is_in_the_timeline_too(make, agent):
    parent, child = make(), make()
    child.link(parent, CHILD, by=agent)
    assert child.unlink(parent, CHILD, by=agent)
    parent.refresh_from_db()
    assert parent.child_count == 0
    assert child.events.filter(verb="ticket.unlink").exists()


def test_merging_shows_both_stories_and_brings_the_people_along(make, agent):
    other = PersonFactory(name="Rui Melo")
    watcher = PersonFactory(name="Watcher")
    duplicate, kept = make(by=other, title="Mail again"), make()
    duplicate.add_person(watcher, "cc", by=agent)
    duplicate.reply("Outlook says it is offline", by=other)
    kept.reply("We know, the server restarts", by=agent)
    duplicate.merge_into(kept, by=agent)

    kept.refresh_from_db()
    said = [line.event.comment for line in lines(kept, agent)[0] if line.event.comment]
    assert said == ["Outlook says it is offline", "We know, the server restarts"]
    assert {row.person for row in kept.participants.all()} == {other, watcher}
    assert Ticket.objects.visible_to(other).filter(pk=kept.pk).exists()
    assert (duplicate.open, duplicate.merged_into_id) == (False, kept.pk)
    assert not duplicate.clocks.live().exists()


def test_a_merged_ticket_is_merged_once_and_nothing_is_merged_into_it(make, agent):
    first, second, third = make(), make(), make()
    first.merge_into(second, by=agent)
    with pytest.raises(Refused):
        first.merge_into(third, by=agent)
    with pytest.raises(Refused):
        third.merge_into(first, by=agent)
    with pytest.raises(Refused):
        second.merge_into(second, by=agent)


def test_what_was_closed_to_somebody_is_not_read_where_it_was_merged(make, agent, outsider):
    closed, kept = make(restricted=True), make()
    closed.note("Her dismissal is on Friday", by=agent)
    closed.merge_into(kept, by=agent)

    def read_by(person):
        return [line.event.comment for line in lines(kept, person)[0] if line.event.comment]

    assert read_by(agent) == ["Her dismissal is on Friday"]
    assert read_by(outsider) == []


def test_of_two_who_merge_two_tickets_into_each_other_one_is_refused(make, agent):
    first, second = make(), make()
    seen_first, seen_second = type(first).objects.get(pk=first.pk), type(first).objects.get(pk=second.pk)
    first.merge_into(second, by=agent)
    with pytest.raises(Refused):
        seen_second.merge_into(seen_first, by=agent)
    second.refresh_from_db()
    assert (second.open, second.merged_into_id) == (True, None)


def test_splitting_begins_a_ticket_with_the_message_that_raised_it(make, agent, colleague):
    ticket = make()
    message = ticket.reply("And my chair squeaks", by=colleague)
    second = ticket.split(message, title="Chair squeaks", by=agent)
    assert (second.requester, second.description) == (colleague, "And my chair squeaks")
    assert (second.status, second.service, second.team) == ("new", ticket.service, ticket.team)
    assert "resolve" in second.allowed_verbs
    assert second.links.get().target_id == ticket.pk
    assert ticket.events.filter(comment="And my chair squeaks").exists()


def test_only_a_message_of_this_ticket_can_be_split_off(make, agent):
    ticket, other = make(), make()
    message = other.reply("Something else entirely", by=agent)
    with pytest.raises(Refused):
        ticket.split(message, title="No", by=agent)
