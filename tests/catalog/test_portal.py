"""What a colleague sees of a request: the steps it takes, and what a word after its end begins."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import ServiceRequest
from itsm.tickets.models import Link, Ticket
from itsm.tickets.whereabouts import of
from tests.catalog import kit

OVER = (ServiceRequest.Status.CLOSED, ServiceRequest.Status.WITHDRAWN, ServiceRequest.Status.DECLINED)


@pytest.fixture
def laptop(manager, team):
    return kit.offering(by=manager, team=team)


def said(ticket, reader):
    return [str(step.label) for step in of(ticket, reader).steps]


def test_where_nobody_had_to_agree_no_step_says_so(laptop, colleague, manager, as_colleague):
    free = kit.request(laptop, by=colleague)
    assert said(free, colleague) == ["We have it", "We work on it", "Do you have it?", "Done"]
    assert "Somebody agrees" not in as_colleague.get(f"/portal/{free.number}/").text
    asked = kit.request(laptop, by=colleague)
    asked.ask_approval(by=None)
    assert of(asked, colleague).step == "Somebody agrees"
    asked.approve(by=manager)
    assert said(asked, colleague)[1] == "Somebody agrees"


@pytest.mark.parametrize("status", OVER)
def test_a_word_after_the_end_begins_an_incident_that_follows(laptop, colleague, as_colleague, status):
    over = kit.request(laptop, by=colleague, status=status)
    words, photo = "The lid is cracked.", SimpleUploadedFile("lid.txt", b"a photograph", "text/plain")
    answer = as_colleague.post(f"/catalog/{over.number}/reply/", {"words": words, "seen": over.last_event, "uploads": photo})  # fmt: skip
    second = Ticket.objects.get(kind="incident")
    assert answer.url == f"/portal/{second.number}/"
    assert (second.title, second.description, second.team, second.requester) == (over.title, words, over.team, colleague)  # fmt: skip
    assert Link.objects.filter(source=second, target=over, kind=Link.Kind.FOLLOWS).exists()
    assert words in as_colleague.get(answer.url).text
    assert [file.name for file in second.attachments.exclude(event=None)] == ["lid.txt"]
    over.refresh_from_db()
    assert over.status == status
    assert not over.events.filter(verb="ticket.reply").exists()


def test_what_is_given_but_not_yet_confirmed_is_answered_where_it_is(laptop, colleague):
    given = kit.request(laptop, by=colleague, status=ServiceRequest.Status.FULFILLED)
    assert given.reply("Where is it?", by=colleague).ticket_id == given.pk
    assert not Ticket.objects.filter(kind="incident").exists()


def test_our_own_word_begins_nothing(laptop, colleague, agent):
    over = kit.request(laptop, by=colleague, status=ServiceRequest.Status.CLOSED)
    assert over.reply("The bill is paid.", by=agent).ticket_id == over.pk
