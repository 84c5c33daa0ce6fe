"""The verbs of a request, as its page offers them. Agreeing is not among them: approvals have their own page."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from catalog.models import ServiceRequest
from catalog.requests import forms
from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.models import Ticket

Verb = partial(verbs.Verb, kinds=frozenset({ServiceRequest.KIND}))
may = "catalog.{}_servicerequest".format


def is_theirs(ticket: Ticket, person: Person) -> bool:
    """Only the colleague can say that they have it."""
    return ticket.concerns(person)


VERBS = (
    Verb(
        name="start",
        label=_("Start"),
        form=forms.StartForm,
        permission=may("start"),
        icon="play",
        key="s",
        order=5,
    ),
    Verb(
        name="resume",
        label=_("Resume"),
        form=forms.ResumeForm,
        permission=may("resume"),
        icon="play",
        key="s",
        order=5,
        tone="primary",
    ),
    Verb(
        name="fulfil",
        label=_("Fulfil"),
        form=forms.FulfilForm,
        permission=may("fulfil"),
        icon="check-circle",
        key="d",
        order=10,
        bulk=True,
    ),
    Verb(
        name="hold",
        label=_("Hold"),
        form=forms.HoldForm,
        permission=may("hold"),
        icon="pause-circle",
        key="o",
        order=12,
    ),
    Verb(
        name="confirm",
        label=_("I have it"),
        form=forms.ConfirmForm,
        permission="catalog.confirm_servicerequest",  # nobody's: only the colleague says it
        involved=True,
        offered=is_theirs,
        order=4,
        tone="primary",
    ),
    Verb(
        name="reopen",
        label=_("Reopen"),
        form=forms.ReopenForm,
        permission=may("reopen"),
        involved=True,
        icon="arrow-path",
        order=13,
    ),
    Verb(
        name="close",
        label=_("Close"),
        form=forms.CloseForm,
        permission=may("close"),
        icon="archive-box",
        asks=True,
        order=14,
    ),
    Verb(
        name="withdraw",
        label=_("Withdraw"),
        form=forms.WithdrawForm,
        permission=may("withdraw"),
        involved=True,
        icon="x-circle",
        order=70,
        tone="danger",
    ),
)


def add_to_registry() -> None:
    verbs.register(*VERBS)
