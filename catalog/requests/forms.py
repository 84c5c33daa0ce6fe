"""The forms of a request's verbs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import ServiceRequest
from itsm.services.models import HoldReason
from itsm.tickets.fields import MomentField, Words
from itsm.tickets.verbs import VerbForm


class RequestForm(VerbForm):
    ticket: ServiceRequest


class StartForm(RequestForm):
    def act(self) -> None:
        self.ticket.start(by=self.person)


class SeenForm(RequestForm):
    """Says what the writer had before them."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["seen"].initial = self.ticket.last_event


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


class ResumeForm(RequestForm):
    def act(self) -> None:
        self.ticket.resume(by=self.person)


class FulfilForm(SeenForm):
    wide = True
    words = Words(
        label=_("What they have now, for the colleague"),
        help_text=_("Where it is and how they begin. They say whether they have it."),
    )

    def act(self) -> None:
        self.ticket.fulfil(by=self.person, **self.cleaned_data)


class ConfirmForm(RequestForm):
    def act(self) -> None:
        self.ticket.confirm(by=self.person)


class CloseForm(RequestForm):
    def act(self) -> None:
        self.ticket.close(by=self.person)


class ReopenForm(RequestForm):
    words = Words(label=_("What is missing or wrong"))

    def act(self) -> None:
        self.ticket.reopen(words=self.cleaned_data["words"], by=self.person)


class WithdrawForm(RequestForm):
    reason = Words(
        rows=3, required=False, label=_("Why"), help_text=_("If you like to say. Everybody on it reads it.")
    )

    def act(self) -> None:
        self.ticket.withdraw(reason=self.cleaned_data["reason"], by=self.person)
