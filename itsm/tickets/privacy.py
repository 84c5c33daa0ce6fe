"""What tickets hold of a person. Tickets themselves stay: figures are counted from them."""

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from itsm.people.models import Person
from itsm.people.privacy import naming
from itsm.people.privacy.erasing import hinder
from itsm.people.privacy.holdings import Kind, Way, also, register, register_kind
from itsm.tickets.models import Ticket

OF_TICKET = (
    "number",
    "kind",
    "title",
    "description",
    "status",
    "channel",
    "opened_at",
    "resolved_at",
    "closed_at",
)
OF_EVENT = ("ticket__number", "at", "verb", "channel", "comment")


def still_waits(person: Person) -> str:
    """Whoever is erased can be told nothing more."""
    waiting = Ticket.objects.open().filter(requester=person).count()
    return waiting and ngettext(
        "%(n)s ticket of theirs is open. Finish or withdraw it first.",
        "%(n)s tickets of theirs are open. Finish or withdraw them first.",
        waiting,
    ) % {"n": waiting}  # fmt: skip


def own_words(person: Person) -> Q:
    """All that a colleague wrote; of somebody of the desk what stands on tickets of their own."""
    return Q() if not person.works_the_desk else Q(ticket__requester=person)


def for_others(person: Person) -> Q:
    return ~own_words(person) if person.works_the_desk else Q(pk__in=[])


def said(person: Person) -> Q:
    return ~Q(comment="") & own_words(person)


def own_tickets(person: Person) -> Q:
    return Q(opened_by=person)


def forget_events(person: Person, stand_in: str) -> None:
    """The one way through the trigger that keeps Events as they are; see the migration that made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tickets_forget(id) FROM people_erasure WHERE person_id = %s", [person.pk])


def add_to_house() -> None:
    hinder(still_waits)
    also(forget_events)
    naming.leave_alone("tickets.Event")  # by `forget_events`
    naming.near("tickets.Ticket", "requester_id")
    register_kind(
        Kind(
            key="tickets", label=_("Tickets they asked for"), order=10,
            says=_("Number, times, service and outcome stay. Title and description go where they wrote them; their name goes everywhere."),
        ),
        Kind(
            key="messages", label=_("Messages"), order=11,
            says=_("Their own words go. What others wrote stays, without their name; so does what they wrote for the desk to others."),
        ),
        Kind(key="files", label=_("Files they sent"), order=12, says=_("Rows, bytes and previews go.")),
        Kind(
            key="around", label=_("Beside tickets"), order=13,
            says=_("Copies, watching and me too stay as a number without a name. Drafts and views of their own go."),
        ),
    )  # fmt: skip
    register(
        "tickets",
        Way.BLANKED,
        ["tickets.Ticket.requester"],
        words=("title", "description"),
        tells=OF_TICKET,
        only=own_tickets,
    )
    register(
        "tickets",
        Way.KEPT,
        ["tickets.Ticket.requester"],
        tells=OF_TICKET,
        only=lambda person: ~own_tickets(person),
    )
    register("messages", Way.BLANKED, ["tickets.Event.actor"], tells=OF_EVENT, only=said)
    register("messages", Way.KEPT, ["tickets.Event.ticket__requester"], tells=OF_EVENT, only=to_them)
    register(
        "files",
        Way.DELETED,
        ["tickets.Attachment.uploaded_by"],
        files=("file", "thumbnail"),
        packed="name",
        tells=OF_FILE,
        only=own_words,
    )
    register("around", Way.KEPT, ["tickets.Participant.person"], tells=("ticket__number", "part", "since"))
    register("around", Way.DELETED, ["tickets.Draft.person"], tells=("ticket__number", "words", "saved_at"))
    register("around", Way.DELETED, ["tickets.SavedView.owner"], tells=("name",))
    register("around", Way.KEPT, ["tickets.Read.person"], tells=("ticket__number", "way", "at"))
    register("work", Way.KEPT, ["tickets.Attachment.uploaded_by"], only=for_others)
    register(
        "work", Way.KEPT,
        ["tickets.Ticket.opened_by", "tickets.Ticket.assignee", "tickets.Clock.promised_by", "tickets.Hold.person",
         "tickets.Handover.from_person", "tickets.Handover.to_person", "tickets.Handover.by",
         "tickets.Handover.answered_by", "tickets.Participant.added_by", "tickets.Link.by"],
    )  # fmt: skip


OF_FILE = ("ticket__number", "name", "content_type", "size", "at")


def to_them(person: Person) -> Q:
    """What they were told on their own tickets."""
    return Q(audience="public") & ~Q(comment="") & ~Q(actor=person)
