"""What becomes of a mail: who wrote it, and what it belongs to."""

import base64

import pytest
from django.utils import timezone

from comms.models import Delivery, Incoming
from comms.reply_address import reply_address
from incidents.models import Incident
from itsm.tickets.models import Attachment, Channel, Participant
from tests import factories
from tests.comms.mail_in.post import DESK, arrives, mail
from tests.factories import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db
State = Incoming.State
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def ticket(colleague, team) -> Incident:
    return factories.incident(by=colleague, team=team)


def last_word(ticket):
    return ticket.events.exclude(comment="").latest("pk")


def sent(ticket, event, person, **fields) -> Delivery:
    """The mail about this Event that this person has."""
    return Delivery.objects.create(
        cause=f"event:{event.pk}", event=event, person=person, address=person.email, reason="asked",
        message_id=f"<event.{event.pk}.{person.pk}@localhost>", thread_id=f"<ticket.{ticket.pk}@localhost>",
        state=Delivery.State.SENT, created_at=timezone.now(), **fields,
    )  # fmt: skip


# New trouble ----------------------------------------------------------------------------------------------------


def test_new_mail_from_a_colleague_opens_an_incident(team, colleague):
    row = arrives(mail(colleague, subject="Re: Fwd: Printer  jams", text="Since today.\n\n-- \nAna\n"))
    made = Incident.objects.get()
    assert row.state == State.DONE
    assert (row.ticket.pk, row.event.verb, row.person) == (made.pk, "incident.open", colleague)
    assert (made.title, made.description) == ("Printer jams", "Since today.")
    assert (made.requester, made.channel, made.team) == (colleague, Channel.MAIL, team)


def test_mail_to_a_teams_own_mailbox_goes_to_that_team(team, colleague):
    network = TeamFactory(name="Network", mailbox="Network@halden.example")
    row = arrives(mail(colleague, to="IT Network <network@HALDEN.example>"))
    assert row.ticket.team == network


def test_without_a_subject_the_first_line_is_the_title(team, colleague):
    assert arrives(mail(colleague, subject="", text="\nNo Wi-Fi\nin room 4\n")).ticket.title == "No Wi-Fi"
    assert arrives(mail(colleague, subject="", text="")).ticket.title == "A mail without a subject"


@pytest.mark.parametrize(
    "words",
    ["Drucker brennt 🔥🖨️ 👩‍💻", "الطابعة لا تعمل منذ الصباح", "המדפסת לא עובדת", "プリンターが動きません"],
)
def test_words_of_every_script_arrive_whole(team, colleague, words):
    row = arrives(mail(colleague, subject=words, text=words + "\n"))
    assert (row.ticket.title, row.ticket.description) == (words, words)


def test_ten_megabytes_arrive_with_their_file(team, colleague):
    letter = mail(colleague, text="See the log.\n")
    letter.add_attachment(
        bytes(range(256)) * 4 * 1024 * 10, maintype="text", subtype="plain", filename="huge.log"
    )
    row = arrives(letter)
    assert len(row.raw) > 10 * 1024 * 1024
    assert [file.size for file in Attachment.objects.filter(event=row.event)] == [10 * 1024 * 1024]


def test_a_very_long_text_is_cut_on_the_ticket_and_whole_in_the_mail(team, colleague):
    row = arrives(mail(colleague, text="word and word\n" * 20_000))
    assert len(row.ticket.description) < 51_000
    assert len(row.text) > 250_000


# Files and pictures ---------------------------------------------------------------------------------------------


def test_inline_pictures_and_files_belong_to_the_message(team, colleague):
    letter = mail(colleague, text="See below.\n")
    letter.add_alternative('<p>See <img src="cid:shot@x"></p>', subtype="html")
    letter.get_payload()[1].add_related(PIXEL, "image", "png", cid="<shot@x>", filename="shot.png")
    letter.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename="../../list.csv")
    row = arrives(letter)
    files = {file.name: file for file in Attachment.objects.filter(event=row.event)}
    assert set(files) == {"shot.png", "list.csv"}
    assert f'src="/files/{files["shot.png"].pk}/thumbnail/"' in row.html


def test_a_program_is_not_taken_and_the_ticket_says_so(team, colleague):
    letter = mail(colleague)
    letter.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="setup.exe")
    row = arrives(letter)
    assert row.state == State.DONE
    said = row.ticket.events.get(verb="ticket.leave_out_file")
    assert said.details["files"][0]["name"] == "setup.exe"
    assert not Attachment.objects.exists()


# Threads --------------------------------------------------------------------------------------------------------


def test_an_answer_to_the_signed_address_is_a_word_on_the_ticket(ticket, colleague):
    row = arrives(
        mail(colleague, to=reply_address(ticket, colleague), subject="no number", text="Now it works.\n")
    )
    word = last_word(ticket)
    assert (row.state, row.event) == (State.DONE, word)
    assert (word.verb, word.comment, word.channel, word.actor) == (
        "ticket.reply",
        "Now it works.",
        "mail",
        colleague,
    )
    assert word.is_public
    assert Incident.objects.count() == 1


def test_by_message_id_by_our_thread_id_and_by_number_in_the_subject(ticket, colleague, agent):
    said = ticket.reply("We look", by=agent)
    row = sent(ticket, said, colleague)
    for text, headers in {
        "one": {"In_Reply_To": row.message_id},
        "two": {"References": f"<x@outlook> {row.message_id} <y@outlook>"},
        "three": {"References": f"<ticket.{ticket.pk}@localhost>"},
    }.items():
        arrives(mail(colleague, subject="AW: something", text=f"{text}\n", **headers))
        assert last_word(ticket).comment == text
    arrives(mail(colleague, subject=f"Re: [{ticket.number.lower()}] Mail", text="four\n"))
    assert last_word(ticket).comment == "four"
    assert Incident.objects.count() == 1


def test_a_colleague_in_copy_who_answers_the_first_mail_lands_on_its_ticket(team, colleague):
    other = PersonFactory(email="bo@halden.example")
    first = arrives(mail(colleague, Cc="Bo <BO@halden.example>", Message_ID="<first@laptop>"))
    row = arrives(mail(other, subject="AW: Printer jams", text="Mine, too.\n", In_Reply_To="<first@laptop>"))
    assert row.ticket == first.ticket
    assert first.ticket.participants.get().part == Participant.Part.CC
    assert last_word(first.ticket).actor == other


def test_a_known_number_opens_no_door_to_strangers_of_a_ticket(ticket):
    stranger = PersonFactory()
    row = arrives(mail(stranger, subject=f"[{ticket.number}] let me in", to=reply_address(ticket, stranger)))
    assert row.state == State.DONE
    assert row.ticket.pk != ticket.pk
    assert ticket.number in row.reason
    assert not ticket.events.exclude(comment="").exists()


def test_who_is_not_known_waits_in_quarantine_with_the_reason(ticket, colleague):
    row = arrives(mail("Ana <ana.private@mail.example>", to=reply_address(ticket, colleague)))
    assert row.state == State.QUARANTINED
    assert "ana.private@mail.example" in row.reason
    assert Incident.objects.count() == 1


def test_strangers_may_be_set_aside_by_setting(team, settings):
    settings.MAIL_UNKNOWN = "set_aside"
    assert arrives(mail("x@mail.example")).state == State.DROPPED


def test_a_colleague_who_left_is_nobody(team):
    leaver = PersonFactory(is_active=False)
    assert arrives(mail(leaver)).state == State.QUARANTINED


def test_a_mail_without_sender_and_an_empty_one_wait_with_their_reasons(team):
    assert "who wrote it" in arrives(b"Subject: hello\r\n\r\nhello\r\n").reason
    assert "empty" in arrives(b"").reason


def test_a_merged_ticket_goes_on_where_it_was_merged(ticket, colleague, agent, team):
    target = factories.incident(by=PersonFactory(), team=team)
    address = reply_address(ticket, colleague)
    ticket.merge_into(target, by=agent)
    assert arrives(mail(colleague, to=address)).ticket.pk == target.pk


def test_answers_to_a_closed_ticket_make_one_follow_up_not_one_each(ticket, colleague, agent):
    ticket.resolve(resolution="fixed", words="Done", by=agent)
    ticket.confirm(by=colleague)
    address = reply_address(ticket, colleague)
    first = arrives(mail(colleague, to=address, subject="Re: a", text="It is back.\n"))
    again = arrives(mail(colleague, to=address, subject="Re: b", text="Still there.\n"))
    assert first.event.verb == "incident.open"
    assert first.ticket.pk != ticket.pk
    assert again.ticket == first.ticket
    assert last_word(first.ticket).comment == "Still there."


def test_the_same_mail_by_a_second_way_is_one_word(team, colleague):
    letter = mail(colleague, Message_ID="<one@laptop>")
    first = arrives(letter)
    letter["Received"] = "from another way"
    second = arrives(letter)
    assert second.pk != first.pk
    assert (second.state, second.ticket) == (State.DONE, first.ticket)
    assert Incident.objects.count() == 1


# People in copy -------------------------------------------------------------------------------------------------


def test_known_people_in_copy_belong_to_the_ticket_and_nobody_else(team, colleague):
    bo = PersonFactory(email="bo@halden.example")
    PersonFactory(email="gone@halden.example", is_active=False)
    row = arrives(
        mail(colleague, to=f"{DESK}, Bo <bo@halden.example>", Cc="x@mail.example, gone@halden.example")
    )
    assert [(p.person, p.part) for p in row.ticket.participants.all()] == [(bo, Participant.Part.CC)]


def test_nobody_comes_to_a_restricted_ticket_by_copy(ticket, colleague, agent):
    bo = PersonFactory(email="bo@halden.example")
    ticket.restrict(by=agent, restricted=True)
    arrives(mail(colleague, to=reply_address(ticket, colleague), Cc=bo.email))
    assert not ticket.participants.filter(person=bo).exists()


# The desk answers -----------------------------------------------------------------------------------------------


def test_an_agents_answer_stays_inside_unless_the_address_says_public(ticket, colleague, agent):
    said = ticket.reply("Still down", by=colleague)
    mine = sent(ticket, said, agent, about="")
    arrives(mail(agent, to=reply_address(ticket, agent), text="Inside.\n", In_Reply_To=mine.message_id))
    assert (last_word(ticket).verb, last_word(ticket).is_public) == ("ticket.note", False)
    address = reply_address(ticket, agent, public=True)
    arrives(mail(agent, to=address, text="Restart it, please.\n", In_Reply_To=mine.message_id))
    assert (last_word(ticket).verb, last_word(ticket).is_public) == ("ticket.reply", True)
    assert last_word(ticket).channel == "mail"


def test_an_agent_who_was_mentioned_answers_inside_whatever_the_address_says(ticket, colleague, agent):
    note = ticket.note("@ivo.lund is it the disk?", by=agent)
    mine = sent(ticket, note, agent)
    address = reply_address(ticket, agent, public=True)
    arrives(mail(agent, to=address, text="Yes, and they must not know.\n", In_Reply_To=mine.message_id))
    assert not last_word(ticket).is_public


def test_the_public_address_of_one_agent_is_inside_for_another(ticket, agent, outsider):
    arrives(mail(outsider, to=reply_address(ticket, agent, public=True), text="Forwarded to me.\n"))
    assert last_word(ticket).actor == outsider
    assert not last_word(ticket).is_public


def test_a_number_in_the_subject_alone_never_makes_an_agents_mail_public(ticket, agent):
    arrives(mail(agent, subject=f"Re: [{ticket.number}] Mail is down", text="Among us.\n"))
    assert not last_word(ticket).is_public


def test_files_of_an_internal_answer_are_not_the_colleagues(ticket, colleague, agent):
    letter = mail(agent, to=reply_address(ticket, agent))
    letter.add_attachment(b"secret", maintype="text", subtype="plain", filename="notes.txt")
    arrives(letter)
    file = Attachment.objects.get()
    assert file not in Attachment.objects.visible_to(colleague)
    assert file in Attachment.objects.visible_to(agent)


def test_an_agents_own_trouble_is_a_colleagues_word(team, agent):
    own = factories.incident(by=agent, team=team)
    arrives(mail(agent, to=reply_address(own, agent), text="It is mine.\n"))
    assert last_word(own).is_public
