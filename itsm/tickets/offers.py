"""The verbs every ticket offers, registered when the app is ready."""

from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.tickets import forms, personal_forms
from itsm.tickets.models import Ticket
from itsm.tickets.verbs import Verb, register


def is_open(ticket: Ticket, person: Person) -> bool:
    return ticket.open


def has_offer(ticket: Ticket, person: Person) -> bool:
    return ticket.open and ticket.standing_offer is not None


def can_be_taken(ticket: Ticket, person: Person) -> bool:
    return ticket.open and ticket.assignee_id != person.pk and ticket.standing_offer is None


def watching(ticket: Ticket, person: Person) -> bool:
    return ticket.is_watched_by(person)


def not_watching(ticket: Ticket, person: Person) -> bool:
    return not watching(ticket, person)


def never(ticket: Ticket, person: Person) -> bool:
    """Reached from somewhere else on the page, not from the list of verbs."""
    return False


def open_and_theirs(ticket: Ticket, person: Person) -> bool:
    return ticket.open and ticket.concerns(person)


def theirs_and_helped(ticket: Ticket, person: Person) -> bool:
    """Somebody has had it in hand."""
    return ticket.concerns(person) and ticket.assignee_id is not None and ticket.assignee_id != person.pk


def theirs_and_handed_on(ticket: Ticket, person: Person) -> bool:
    return ticket.handover_count > 0 and ticket.concerns(person)


OWN = "tickets.ask_for_oneself"  # nobody's: only whose ticket it is says these
VERBS = (
    Verb(
        name="accept",
        label=_("Accept"),
        form=forms.AcceptForm,
        offered=has_offer,
        icon="hand-raised",
        tone="primary",
        order=1,
    ),
    Verb(
        name="return_",
        label=_("Return"),
        form=forms.ReturnForm,
        offered=has_offer,
        icon="arrow-uturn-left",
        order=2,
    ),
    Verb(
        name="take",
        label=_("Take"),
        form=forms.TakeForm,
        offered=can_be_taken,
        icon="hand-raised",
        key="t",
        tone="primary",
        order=3,
        bulk=True,
    ),
    Verb(
        name="assign",
        label=_("Assign"),
        form=forms.AssignForm,
        offered=is_open,
        icon="user-plus",
        key="a",
        order=20,
    ),
    Verb(
        name="hand_over",
        label=_("Hand over"),
        form=forms.HandOverForm,
        offered=is_open,
        icon="arrow-right-circle",
        key="h",
        order=21,
        bulk=True,
    ),
    Verb(
        name="promise",
        label=_("Promise"),
        form=forms.PromiseForm,
        offered=is_open,
        icon="flag",
        key="p",
        order=22,
    ),
    Verb(name="edit", label=_("Edit"), form=forms.EditForm, icon="pencil-square", key="e", order=40),
    Verb(
        name="watch",
        label=_("Watch"),
        form=forms.WatchForm,
        offered=not_watching,
        icon="eye",
        key="w",
        order=60,
    ),
    Verb(
        name="unwatch",
        label=_("Stop watching"),
        form=forms.UnwatchForm,
        offered=watching,
        icon="eye-slash",
        key="w",
        order=60,
    ),
    Verb(
        name="add_person",
        label=_("Add a colleague"),
        form=forms.AddPersonForm,
        icon="user-plus",
        order=61,
    ),
    Verb(name="link", label=_("Link"), form=forms.LinkForm, icon="link", key="l", order=62, bulk=True),
    Verb(
        name="merge",
        label=_("Merge into"),
        form=forms.MergeForm,
        offered=is_open,
        icon="arrows-pointing-in",
        order=63,
        tone="danger",
    ),
    Verb(name="split", label=_("Split"), form=forms.SplitForm, offered=never),
    Verb(
        name="reply",
        label=_("Public reply"),
        form=forms.ReplyForm,
        offered=never,
        involved=True,
        bulk=True,
        icon="chat-bubble-left",
        key="r",
        order=30,
    ),
    Verb(name="note", label=_("Internal note"), form=forms.NoteForm, offered=never),
    Verb(name="log", label=_("Log a conversation"), form=forms.LogForm, offered=never),
    Verb(
        name="call_me",
        label=_("Call me"),
        form=personal_forms.CallMeForm,
        permission=OWN,
        offered=open_and_theirs,
        involved=True,
        icon="phone",
        order=64,
    ),
    Verb(
        name="come_by",
        label=_("I come by"),
        form=personal_forms.ComeByForm,
        permission=OWN,
        offered=open_and_theirs,
        involved=True,
        icon="map-pin",
        order=65,
    ),
    Verb(
        name="thank",
        label=_("Say thank you"),
        form=personal_forms.ThankForm,
        permission=OWN,
        offered=theirs_and_helped,
        involved=True,
        icon="heart",
        order=66,
    ),
    Verb(
        name="tell_again",
        label=_("I had to tell it again"),
        form=personal_forms.TellAgainForm,
        permission=OWN,
        offered=theirs_and_handed_on,
        involved=True,
        icon="arrow-path",
        order=67,
    ),
    Verb(name="me_too", label=_("Me too"), form=forms.MeTooForm, offered=never, involved=True),
)


def add_to_registry() -> None:
    register(*VERBS)
