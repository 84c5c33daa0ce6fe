"""The forms of a request's own verbs; those of every flow are in `itsm.tickets.moves`."""

from django.utils.translation import gettext_lazy as _

from itsm.tickets.fields import Words
from itsm.tickets.moves import MoveForm, SeenForm


class FulfilForm(SeenForm):
    wide = True
    words = Words(
        label=_("What they have now, for the colleague"),
        help_text=_("Where it is and how they begin. They say whether they have it."),
    )

    def act(self) -> None:
        self.ticket.fulfil(by=self.person, **self.cleaned_data)


class WithdrawForm(MoveForm):
    reason = Words(
        rows=3, required=False, label=_("Why"), help_text=_("If you like to say. Everybody on it reads it.")
    )

    def act(self) -> None:
        self.ticket.withdraw(reason=self.cleaned_data["reason"], by=self.person)
