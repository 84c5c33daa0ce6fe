"""The verbs of every flow that can be held and that ends with the colleague's word: their forms, and how a page offers them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.services.models import HoldReason
from itsm.tickets.fields import MomentField, Words
from itsm.tickets.models import Ticket
from itsm.tickets.verbs import Verb, VerbForm


class MoveForm(VerbForm):
    ticket: Any  # of a practice whose models are `Waiting` and `Ending`


class SeenForm(MoveForm):
    """Says what the writer had before them."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["seen"].initial = self.ticket.last_event


class StartForm(MoveForm):
    def act(self) -> None:
        self.ticket.start(by=self.person)


class HoldForm(SeenForm):
    wide = True
    reason = forms.ChoiceField(choices=HoldReason.choices, label=_("What does it wait for"))
    question = Words(
        required=False,
        rows=3,
        label=_("Your question to the colleague"),
        help_text=_("They read it. Needed when it waits for them."),
    )
    until = MomentField(
        required=False, label=_("Until when"), help_text=_("Needed when it is planned for a date.")
    )

    def act(self) -> None:
        self.ticket.hold(by=self.person, **self.cleaned_data)


class ResumeForm(MoveForm):
    def act(self) -> None:
        self.ticket.resume(by=self.person)


class ConfirmForm(MoveForm):
    def act(self) -> None:
        self.ticket.confirm(by=self.person)


class CloseForm(MoveForm):
    def act(self) -> None:
        self.ticket.close(by=self.person)


class ReopenForm(MoveForm):
    words = Words(label=_("What is still wrong or missing"))

    def act(self) -> None:
        self.ticket.reopen(words=self.cleaned_data["words"], by=self.person)


def is_theirs(ticket: Ticket, person: Person) -> bool:
    """Only the colleague can say that it is done for them."""
    return ticket.concerns(person)


def moves(kind: str, may: Callable[[str], str], *, confirm: "str | Lazy") -> tuple[Verb, ...]:
    """For tickets of a kind; `may` names a verb's permission, `confirm` is the colleague's word that it is done."""
    kinds = frozenset({kind})
    return (
        Verb(name="start", label=_("Start"), form=StartForm, permission=may("start"), icon="play", key="s", order=5, kinds=kinds),
        Verb(
            name="resume", label=_("Resume"), form=ResumeForm, permission=may("resume"),
            icon="play", key="s", order=5, tone="primary", kinds=kinds,
        ),
        Verb(
            name="hold", label=_("Hold"), form=HoldForm, permission=may("hold"),
            icon="pause-circle", key="o", order=12, kinds=kinds,
        ),
        Verb(
            name="confirm", label=confirm, form=ConfirmForm, permission=may("confirm"),  # nobody's: only the colleague says it
            involved=True, offered=is_theirs, order=4, tone="primary", kinds=kinds,
        ),
        Verb(
            name="reopen", label=_("Reopen"), form=ReopenForm, permission=may("reopen"),
            involved=True, icon="arrow-path", order=13, kinds=kinds,
        ),
        Verb(
            name="close", label=_("Close"), form=CloseForm, permission=may("close"),
            icon="archive-box", asks=True, order=14, kinds=kinds,
        ),
    )  # fmt: skip
