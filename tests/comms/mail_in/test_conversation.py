"""A conversation of ten messages, on real sockets both ways, in three mail programs' styles: one ticket, each word once."""

import smtplib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from comms import sending, tasks
from comms.mail_in import understanding
from comms.models import Delivery, Incoming
from incidents.models import Incident
from itsm.people import roles
from itsm.tickets.models import Outbox
from tests.comms.mail_in import clients
from tests.comms.mail_in.post import mail
from tests.comms.mail_in.servers import Post, entrance, post_office
from tests.factories import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db(transaction=True)


class Wire:
    """Baton between its two sockets: mail goes in at one, and what it sends comes out at the other."""

    def __init__(self, door: int, post: Post) -> None:
        self.door, self.post = door, post

    def deliver(self, letter) -> Incoming:
        with smtplib.SMTP("127.0.0.1", self.door) as server:
            server.send_message(letter)
        for row in Incoming.objects.filter(state=Incoming.State.STORED):
            understanding.attempt(row.pk, now=row.received_at)
        self.work()
        return Incoming.objects.latest("pk")

    def work(self) -> None:
        """What the workers would do: tell of each event, send each mail."""
        for pk in list(
            Outbox.objects.filter(consumer="comms").order_by("event").values_list("event", flat=True)
        ):
            tasks.tell(pk)
        sending.send(list(Delivery.objects.filter(state=Delivery.State.QUEUED).values_list("pk", flat=True)))


@pytest.fixture
def wire(settings, tmp_path) -> Iterator[Wire]:
    settings.MEDIA_ROOT = tmp_path
    with entrance() as door, post_office() as (post, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield Wire(door, post)


@pytest.fixture
def people():
    team = TeamFactory(name="Service desk", first_line=True)
    ivo = PersonFactory(name="Ivo Lund", email="ivo.lund@halden.example", roles=[roles.AGENT], teams=[team])
    ana = PersonFactory(name="Ana Reis", email="ana.reis@halden.example")
    bo = PersonFactory(name="Bo Dahl", email="bo.dahl@halden.example")
    return SimpleNamespace(ana=ana, bo=bo, ivo=ivo)


def test_ten_messages_in_three_styles_are_one_conversation(wire, people):
    ana, bo, ivo, post = people.ana, people.bo, people.ivo, wire.post

    def to(person):
        return post.newest_to(person.email)

    wire.deliver(mail(ana, subject="Label printer", text="It prints blank labels.\n", Cc=bo.email))
    ticket = Incident.objects.get()
    ticket.take(by=ivo)
    wire.work()
    ticket.reply("Which printer is it?", by=ivo)
    wire.work()
    wire.deliver(clients.outlook(to(ana), ana, "The one in room 4."))
    wire.deliver(clients.gmail(to(ivo), ivo, "Switch it off and on, please."))
    wire.deliver(clients.apple(to(bo), bo, "I tried that yesterday."))
    wire.deliver(clients.outlook(to(ana), ana, "It did not help, either."))
    wire.deliver(clients.gmail(to(bo), bo, "The ribbon looks worn."))
    wire.deliver(clients.apple(to(ivo), ivo, "I bring a new ribbon at two."))
    wire.deliver(clients.outlook(to(bo), bo, "Thank you."))
    wire.deliver(clients.gmail(to(ana), ana, "It prints again. ✅"))

    assert Incident.objects.count() == 1
    said = ticket.events.filter(verb="ticket.reply").order_by("pk").values_list("actor__name", "comment")
    assert [(who, words.removesuffix(f"\n\nKind regards\n{who}")) for who, words in said] == [
        ("Ivo Lund", "Which printer is it?"),
        ("Ana Reis", "The one in room 4."),
        ("Ivo Lund", "Switch it off and on, please."),
        ("Bo Dahl", "I tried that yesterday."),
        ("Ana Reis", "It did not help, either."),
        ("Bo Dahl", "The ribbon looks worn."),
        ("Ivo Lund", "I bring a new ribbon at two."),
        ("Bo Dahl", "Thank you."),
        ("Ana Reis", "It prints again. ✅"),
    ]
    ticket.refresh_from_db()
    assert ticket.description == "It prints blank labels."
    assert not ticket.events.filter(verb="ticket.note").exists()
    assert set(Incoming.objects.values_list("state", flat=True)) == {Incoming.State.DONE}


def test_what_an_agent_answers_to_an_internal_mail_reaches_no_colleague(wire, people):
    wire.deliver(mail(people.ana, subject="Label printer", text="It prints blank labels.\n"))
    ticket = Incident.objects.get()
    lena = PersonFactory(name="Lena Moe", email="lena.moe@halden.example", roles=[roles.AGENT])
    ticket.note("@lena.moe is it the firmware?", by=people.ivo)
    wire.work()
    before = len(wire.post.letters)
    for style in (clients.outlook, clients.gmail, clients.apple):
        wire.deliver(style(wire.post.newest_to(lena.email), lena, "Yes, we broke it ourselves."))
    assert ticket.events.filter(verb="ticket.note", actor=lena).count() == 3
    assert not ticket.events.filter(verb="ticket.reply").exists()
    assert [
        each["X-Envelope-To"] for each in wire.post.letters[before:] if people.ana.email in str(each)
    ] == []


def test_an_answering_machine_is_answered_by_nobody(wire, people):
    """Ours to theirs, theirs to ours, and silence: one round."""
    wire.deliver(mail(people.ana, subject="Label printer", text="It prints blank labels.\n"))
    receipt = wire.post.newest_to(people.ana.email)
    away = clients.gmail(receipt, people.ana, "I am away until Monday.")
    away["Auto-Submitted"] = "auto-replied"
    before = len(wire.post.letters)
    assert wire.deliver(away).state == Incoming.State.AUTOMATIC
    assert len(wire.post.letters) == before
    forwarded = Incident.objects.get().number
    del receipt["To"], receipt["Reply-To"], receipt["X-Envelope-To"]
    receipt["To"] = "desk@localhost"  # the colleague's mailbox forwards all of it to us
    assert wire.deliver(receipt).state == Incoming.State.AUTOMATIC
    assert len(wire.post.letters) == before
    assert [ticket.number for ticket in Incident.objects.all()] == [forwarded]
