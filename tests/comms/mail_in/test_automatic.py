"""Mail that no person wrote opens nothing and is answered by nobody; what comes back marks what was sent."""

from email.message import EmailMessage

import pytest
from django.utils import timezone

from comms.mail_in.loops import loop_mark
from comms.models import Delivery, Incoming, Mailbox
from comms.outgoing import message
from comms.reply_address import reply_address
from incidents.models import Incident
from tests import factories
from tests.comms.mail_in.post import arrives, mail

pytestmark = pytest.mark.django_db
State = Incoming.State


@pytest.fixture
def ticket(colleague, team) -> Incident:
    return factories.incident(by=colleague, team=team)


@pytest.fixture
def told(ticket, colleague, agent, deal) -> Delivery:
    """The mail that tells the colleague of a reply, sent."""
    event = ticket.reply("We look", by=agent)
    deal()
    row = Delivery.objects.get(event=event, person=colleague)
    Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.SENT, sent_at=timezone.now())
    row.refresh_from_db()
    return row


def report(
    row: Delivery, *, status: str = "5.1.1", action: str = "failed", recipient: str = ""
) -> EmailMessage:
    """What a mail server writes when it cannot deliver (RFC 3464)."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "MAILER-DAEMON@mx.example", "desk@localhost", "Undelivered"
    made["Auto-Submitted"] = "auto-replied"
    made.set_content("I could not deliver it.\n")
    made.add_attachment(b"", maintype="message", subtype="delivery-status")
    made.add_attachment(b"", maintype="text", subtype="rfc822-headers")
    raw = made.as_bytes().decode()
    boundary = made.get_boundary()
    address = recipient or row.address
    raw = raw.partition(f"--{boundary}")[0].replace(
        "multipart/mixed", "multipart/report; report-type=delivery-status"
    )
    raw += f"--{boundary}\nContent-Type: text/plain\n\nI could not deliver it.\n"
    raw += f"--{boundary}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    raw += f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
    raw += "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\n\n"
    raw += (
        f"--{boundary}\nContent-Type: text/rfc822-headers\n\nMessage-ID: {row.message_id}\nTo: {address}\n\n"
    )
    return raw.encode() + f"--{boundary}--\n".encode()


def test_a_report_marks_the_mail_and_the_ticket_says_so(told, ticket, colleague, as_agent):
    row = arrives(report(told))
    told.refresh_from_db()
    assert (row.state, row.delivery) == (State.REPORT, told)
    assert told.state == Delivery.State.BOUNCED
    said = ticket.events.get(verb="ticket.bounce")
    assert (said.is_public, said.details["person"]) == (False, "Ana Reis")
    page = as_agent.get(ticket.get_absolute_url()).content.decode()
    assert colleague.email in page
    assert "came back" in page


def test_a_second_report_changes_nothing(told, ticket):
    arrives(report(told))
    arrives(report(told, status="5.0.0"))
    assert ticket.events.filter(verb="ticket.bounce").count() == 1


def test_a_delay_is_no_bounce(told):
    row = arrives(report(told, status="4.4.7", action="delayed"))
    told.refresh_from_db()
    assert told.state == Delivery.State.SENT
    assert row.state in {State.REPORT, State.AUTOMATIC}


def test_a_report_about_another_recipient_marks_nothing(told):
    row = arrives(report(told, recipient="somebody.else@halden.example"))
    told.refresh_from_db()
    assert (row.state, told.state) == (State.AUTOMATIC, Delivery.State.SENT)


def test_the_holder_hears_that_a_colleague_was_not_reached(told, ticket, agent, deal):
    ticket.take(by=agent)
    arrives(report(told))
    deal()
    assert agent.notifications.filter(event__verb="ticket.bounce").exists()


def test_that_mail_to_the_desk_came_back_is_told_to_nobody(ticket, colleague, agent, deal):
    ticket.take(by=agent)
    event = ticket.reply("Still down", by=colleague)
    deal()
    row = Delivery.objects.get(event=event, person=agent)
    Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.SENT)
    arrives(report(row))
    before = Delivery.objects.count()
    deal()
    assert ticket.events.filter(verb="ticket.bounce").exists()
    assert Delivery.objects.count() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Loop": "baton@localhost"},
        {"Precedence": "bulk", "List_Id": "<x.y>"},
    ],
)
def test_what_no_person_wrote_opens_nothing(team, colleague, headers):
    row = arrives(mail(colleague, **headers))
    assert row.state == State.AUTOMATIC
    assert row.reason
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"List_Id": "The desk <helpdesk.halden.example>", "Precedence": "list"},
        {"List_Id": "<helpdesk.lists.halden.example>", "List_Post": "<mailto:Helpdesk@halden.example>"},
        {"List_Unsubscribe": "<http://localhost:8000/comms/unsubscribe/x/>"},
    ],
)
def test_what_a_person_wrote_to_the_desks_own_list_is_no_mail_of_a_list(team, colleague, headers):
    row = arrives(mail(colleague, to="helpdesk@halden.example", **headers))
    assert (row.state, row.ticket.team) == (State.DONE, team)


@pytest.mark.parametrize(
    "headers",
    [
        {"List_Id": "<staff.halden.example>"},
        {"List_Post": "<mailto:staff@halden.example>", "Precedence": "list"},
        {"List_Id": "<helpdesk.halden.example>", "Auto_Submitted": "auto-replied"},
        {"List_Id": "<helpdesk.halden.example>", "Precedence": "bulk"},
        {"List_Id": "<helpdesk.halden.example>", "X_Loop": "baton@localhost"},
        {"List_Unsubscribe": "<http://localhost:8000.elsewhere.example/>"},
    ],
)
def test_what_another_list_or_a_program_sent_opens_nothing(team, colleague, headers):
    assert arrives(mail(colleague, **headers)).state == State.AUTOMATIC
    assert not Incident.objects.exists()


def test_an_answer_that_copies_the_marks_of_our_mail_reaches_its_ticket(told, ticket, colleague):
    ours = message(told).message()
    copied = {name.replace("-", "_"): ours[name] for name in ours if name.startswith("List-")}
    assert copied
    row = arrives(mail(colleague, to=ours["Reply-To"], text="It works now.\n", **copied))
    assert (row.state, row.ticket.pk) == (State.DONE, ticket.pk)


def test_mail_from_nobody_opens_nothing(team, colleague):
    assert arrives(mail(colleague), envelope_from="").state == State.AUTOMATIC


def test_our_own_mail_that_comes_back_is_known_by_mark_by_id_and_by_sender(told, team, colleague):
    back = message(told).message()
    assert loop_mark() in back["X-Loop"]
    del back["X-Loop"], back["Auto-Submitted"]
    assert arrives(back.as_bytes()).state == State.AUTOMATIC
    back.replace_header("From", f"Ana <{colleague.email}>")
    assert arrives(back.as_bytes()).reason == "It is a mail of ours that came back."
    Mailbox.objects.create(address="support@halden.example", host="x", user="x")
    assert arrives(mail("Support <Support@halden.example>")).state == State.AUTOMATIC


def test_an_auto_reply_that_says_nothing_of_itself_stops_after_one_round(
    ticket, colleague, agent, deal, settings
):
    """The worst kind: a program that answers every mail of ours at once and does not say that it is one."""
    settings.MAIL_RATE = 5
    ticket.reply("We look", by=agent)
    for _ in range(12):
        deal()
        answers = [
            mail(colleague, to=reply_address(ticket, colleague), subject=row.subject, text="I am away.\n")
            for row in Delivery.objects.filter(person=colleague, state=Delivery.State.QUEUED)
        ]
        Delivery.objects.filter(person=colleague).update(state=Delivery.State.SENT)
        for answer in answers:
            arrives(answer)
    words = ticket.events.filter(verb="ticket.reply", actor=colleague).count()
    assert words <= 2, "a word of the colleague's must not make us write to them"


def test_two_automatic_answerers_stop_after_one_round(ticket, colleague, agent, deal):
    """Ours says what it is; one that keeps to RFC 3834 does, too. Ours to theirs, theirs to ours, and silence."""
    ticket.reply("We look", by=agent)
    rounds = 0
    while True:
        deal()
        waiting = list(Delivery.objects.filter(person=colleague, state=Delivery.State.QUEUED))
        if not waiting:
            break
        rounds += 1
        assert rounds < 3, "it goes round"
        for row in waiting:
            Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.SENT)
            ours = message(row).message()
            assert ours["Auto-Submitted"] == "auto-generated"
            answer = mail(colleague, to=reply_address(ticket, colleague), subject=f"Away: {ours['Subject']}")
            answer["In-Reply-To"], answer["Auto-Submitted"] = ours["Message-ID"], "auto-replied"
            assert arrives(answer).state == State.AUTOMATIC
    assert rounds == 1


def test_who_writes_faster_than_people_do_waits_in_quarantine(team, colleague, settings):
    settings.MAIL_RATE = 3
    states = [arrives(mail(colleague, subject=f"Alarm {n}")).state for n in range(5)]
    assert states == [State.DONE] * 3 + [State.QUARANTINED] * 2
