"""The address that answers go to: signed, for one person, and inside the desk unless it says otherwise."""

import pytest

from comms import reply_address
from comms.models import Notice, Reason
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(colleague, team):
    return factories.incident(by=colleague, team=team)


def test_a_signed_address_says_which_ticket_and_which_person(ticket, colleague):
    found = reply_address.read(reply_address.reply_address(ticket, colleague))
    assert found == reply_address.Found(ticket.pk, None, colleague.pk)


def test_a_notice_has_one_too(colleague):
    address = reply_address.reply_address(Notice(pk=7), colleague)
    assert reply_address.read(f"Desk <{address}>") == reply_address.Found(None, 7, colleague.pk)


def test_mail_programs_may_write_it_in_capitals(ticket, colleague):
    address = reply_address.reply_address(ticket, colleague, public=True)
    assert reply_address.read(address.upper()) == reply_address.read(address)


def test_no_other_ticket_person_or_audience_can_be_written_into_it(ticket, colleague):
    address = reply_address.reply_address(ticket, colleague)
    for forged in (
        address.replace(f"t{ticket.pk}.", f"t{ticket.pk + 1}."),
        address.replace(f".p{colleague.pk}.", f".p{colleague.pk + 1}."),
        address.replace(f".p{colleague.pk}.", f".p{colleague.pk}.public."),
        address.replace("+t", "+n"),
        address.replace("@", "a@"),
    ):
        assert forged != address
        assert reply_address.read(forged) is None


def test_the_local_part_stays_within_what_mail_servers_take(ticket, colleague):
    ticket.pk, colleague.pk = 10**8, 10**7
    assert len(reply_address.reply_address(ticket, colleague, public=True).partition("@")[0]) <= 64


def test_where_plus_addresses_do_not_work_another_pattern_does(ticket, colleague, settings):
    settings.MAIL_REPLY_TO = "answer-{}@desk.halden.example"
    address = reply_address.reply_address(ticket, colleague)
    assert address.startswith(f"answer-t{ticket.pk}.")
    assert reply_address.read(address)
    settings.MAIL_REPLY_TO = "desk@halden.example"
    assert reply_address.reply_address(ticket, colleague) == "desk@halden.example"


def test_another_secret_key_reads_it_only_as_a_fallback(ticket, colleague, settings):
    address, before = reply_address.reply_address(ticket, colleague), settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert reply_address.read(address) is None
    settings.SECRET_KEY_FALLBACKS = [before]
    assert reply_address.read(address)


def test_an_agent_answers_publicly_only_what_the_colleague_said_in_public(ticket, colleague, agent):
    said = ticket.reply("Still down", by=colleague)
    ours = ticket.reply("We look", by=agent)
    note = ticket.note("Disk is full", by=agent)

    def public(event, person, reason):
        address = reply_address.reply_address_for(event, person, reason)
        return reply_address.read(address).public

    assert public(said, agent, Reason.HOLDER)
    assert not public(said, agent, Reason.MENTIONED)
    assert not public(ours, agent, Reason.WATCHES)
    assert not public(note, agent, Reason.HOLDER)
    assert public(ours, colleague, Reason.ASKED)


def test_a_mail_to_the_desk_says_who_reads_an_answer(ticket, colleague, agent):
    said = ticket.reply("Still down", by=colleague)
    note = ticket.note("Disk is full", by=agent)
    who = reply_address.who_reads_answers
    assert who(said, agent, Reason.HOLDER) == "What you answer by mail goes to Ana Reis."
    assert who(note, agent, Reason.HOLDER) == "What you answer by mail stays inside the desk."
    assert who(said, colleague, Reason.ASKED) == ""


def test_where_addresses_cannot_be_signed_every_answer_of_the_desk_stays_inside(
    ticket, colleague, agent, settings
):
    settings.MAIL_REPLY_TO = "desk@halden.example"
    said = ticket.reply("Still down", by=colleague)
    assert "stays inside" in reply_address.who_reads_answers(said, agent, Reason.HOLDER)
