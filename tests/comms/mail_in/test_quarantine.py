"""Mail that could not be placed: seen by the desk, safely, and brought to where it belongs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from comms.mail_in import quarantine
from comms.models import Incoming
from comms.reply_address import reply_address
from itsm.tickets.errors import Refused
from tests import factories
from tests.comms.mail_in.post import arrives, mail
from tests.comms.mail_in.test_understanding import PIXEL
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
State = Incoming.State
STRANGER = "Ana Reis <ana.private@mail.example>"


@pytest.fixture
def ticket(colleague, team):
    return factories.incident(by=colleague, team=team)


@pytest.fixture
def waiting(ticket, colleague) -> Incoming:
    """The colleague answers from another address of theirs."""
    letter = mail(STRANGER, to=reply_address(ticket, colleague), text="It is me.\n")
    letter.add_alternative('<p onclick="x()">It is <b>me</b>.</p><script>alert(1)</script>', subtype="html")
    return arrives(letter)


def test_the_list_says_why_each_is_there(waiting, as_agent):
    page = as_agent.get(reverse("comms:quarantine")).content.decode()
    assert "ana.private@mail.example" in page
    assert "Nobody here has the address" in page


def test_a_mail_is_shown_without_anything_that_runs(waiting, as_agent):
    page = as_agent.get(reverse("comms:quarantined", args=[waiting.pk])).content.decode()
    assert "<b>me</b>" in page
    assert "onclick" not in page
    assert "alert(1)" not in page


def test_its_pictures_are_drawn_anew_inside_the_page(team, as_agent):
    letter = mail(STRANGER)
    letter.add_alternative(
        '<p>See <img src="cid:shot@x"> <img src="https://spy.example/a.gif"></p>', subtype="html"
    )
    letter.get_payload()[1].add_related(PIXEL, "image", "png", cid="<shot@x>", filename="shot.png")
    page = as_agent.get(reverse("comms:quarantined", args=[arrives(letter).pk])).content.decode()
    assert 'src="data:image/webp;base64,' in page
    assert "spy.example" not in page


def test_the_desk_says_who_it_is_from_and_it_goes_where_it_was_sent(
    waiting, ticket, colleague, agent, as_agent
):
    page = as_agent.get(reverse("comms:quarantined", args=[waiting.pk])).content.decode()
    assert f'value="{colleague.email}"' in page  # the address was made for her
    answer = as_agent.post(reverse("comms:quarantined_from", args=[waiting.pk]), {"sender": colleague.email})
    assert answer.url == ticket.get_absolute_url()
    word = ticket.events.get(verb="ticket.reply")
    assert (word.actor, word.comment) == (colleague, "It is me.")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.handled_by) == (State.DONE, agent)


def test_a_wrong_address_is_said_at_its_field(waiting, as_agent):
    answer = as_agent.post(reverse("comms:quarantined_from", args=[waiting.pk]), {"sender": "x@y.example"})
    assert answer.status_code == 422
    assert "Nobody here has the address" in answer.content.decode()


def test_what_came_too_fast_or_looked_automatic_goes_on_when_somebody_says_so(team, colleague, agent):
    row = arrives(mail(colleague, Auto_Submitted="auto-generated"))
    assert row.state == State.AUTOMATIC
    quarantine.replay(row, by=agent, now=timezone.now())
    assert (row.state, row.ticket.requester) == (State.DONE, colleague)


def test_a_stranger_stays_one_until_somebody_names_them(waiting, as_agent):
    answer = as_agent.post(reverse("comms:quarantined_replay", args=[waiting.pk]))
    assert answer.url == reverse("comms:quarantined", args=[waiting.pk])
    waiting.refresh_from_db()
    assert waiting.state == State.QUARANTINED


def test_setting_aside_keeps_the_reason_and_the_mail(waiting, as_agent, agent):
    as_agent.post(reverse("comms:quarantined_set_aside", args=[waiting.pk]), {"reason": "Advertising"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason, waiting.handled_by) == (State.DROPPED, "Advertising", agent)
    assert waiting.raw


def test_of_two_who_decide_at_once_one_does(waiting, colleague, agent):
    same = Incoming.objects.get(pk=waiting.pk)
    quarantine.replay(waiting, by=agent, now=timezone.now(), sender=colleague)
    with pytest.raises(Refused):
        quarantine.set_aside(same, reason="x", by=agent, now=timezone.now())


def test_mail_for_a_restricted_ticket_waits_out_of_sight_of_others(
    ticket, colleague, agent, as_agent, as_outsider
):
    ticket.restrict(by=agent, restricted=True)
    row = arrives(mail(STRANGER, to=reply_address(ticket, colleague), text="Secret.\n"))
    address = reverse("comms:quarantined", args=[row.pk])
    assert as_agent.get(address).status_code == 200
    assert as_outsider.get(address).status_code == 404
    assert "ana.private" not in as_outsider.get(reverse("comms:quarantine")).content.decode()


def test_mail_that_is_on_a_ticket_is_not_looked_at_here(team, colleague, as_agent):
    row = arrives(mail(colleague))
    assert as_agent.get(reverse("comms:quarantined", args=[row.pk])).status_code == 404


def test_the_mail_as_it_came_is_a_download(waiting, as_agent):
    answer = as_agent.get(reverse("comms:quarantined_raw", args=[waiting.pk]))
    assert answer.content == bytes(waiting.raw)
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]


# The whole mail, one click from the message ----------------------------------------------------------------------


@pytest.fixture
def word(ticket, colleague):
    letter = mail(
        colleague,
        to=reply_address(ticket, colleague),
        text="New words.\n\nOn Mon, 2 Nov 2026 at 10:00, Ivo Lund <desk@localhost> wrote:\n> Old secret\n",
    )
    return arrives(letter).event


def test_history_is_folded_away_and_one_click_off(word, ticket, as_agent):
    page = as_agent.get(ticket.get_absolute_url()).content.decode()
    assert word.comment == "New words."
    assert reverse("comms:original", args=[word.pk]) in page
    assert "Old secret" not in page
    assert "Old secret" in as_agent.get(reverse("comms:original", args=[word.pk])).content.decode()


def test_what_was_quoted_is_for_the_desk_and_the_writer_only(
    word, ticket, colleague, agent, signed_in, as_colleague
):
    bo = PersonFactory()
    ticket.add_person(bo, "cc", by=agent)
    address = reverse("comms:original", args=[word.pk])
    assert as_colleague.get(address).status_code == 200
    assert signed_in(bo).get(address).status_code == 404
    assert address not in signed_in(bo).get(reverse("portal:ticket", args=[ticket.number])).content.decode()


def test_files_of_the_first_mail_are_on_the_page(team, colleague, as_agent):
    letter = mail(colleague)
    letter.add_attachment(b"a,b", maintype="text", subtype="csv", filename="list.csv")
    row = arrives(letter)
    page = as_agent.get(row.ticket.get_absolute_url()).content.decode()
    assert "list.csv" in page
    assert reverse("comms:original", args=[row.event.pk]) in page
