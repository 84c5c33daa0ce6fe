"""What people type about a change: proposing one, and its verbs."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.models import Change, ChangeModel, Outcome, Type
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.fields import Words
from itsm.tickets.verbs import VerbForm

TYPES = [
    (Type.NORMAL, gettext_lazy("Normal: assessed, authorised, planned for a window")),
    (Type.STANDARD, gettext_lazy("Standard: done often, authorised once for all by its model")),
    (Type.EMERGENCY, gettext_lazy("Emergency: it cannot wait; two people authorise it now")),
]


class ProposeForm(forms.Form):
    """What every change begins with; the rest of its plan comes after."""

    title = forms.CharField(
        max_length=200,
        label=gettext_lazy("What is to be changed"),
        help_text=gettext_lazy("One line that every colleague understands."),
    )
    type = forms.ChoiceField(
        choices=TYPES, initial=Type.NORMAL, widget=forms.RadioSelect, label=gettext_lazy("How it goes")
    )
    model = forms.ModelChoiceField(
        ChangeModel.objects.none(),
        required=False,
        label=gettext_lazy("Change model"),
        help_text=gettext_lazy("Of a standard change: what is done, step by step, is known and authorised."),
        empty_label=gettext_lazy("none"),
    )
    service = forms.ModelChoiceField(
        Service.objects.active(),
        label=gettext_lazy("Which service is changed"),
        empty_label=gettext_lazy("choose one"),
    )
    description = Words(rows=4, label=gettext_lazy("What is done"))
    reason = Words(
        rows=3,
        required=False,
        label=gettext_lazy("Why it is needed"),
        help_text=gettext_lazy("Whoever authorises it reads this first."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["model"].queryset = ChangeModel.objects.filter(state=ChangeModel.State.AUTHORISED)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("type") == Type.STANDARD and not data.get("model"):
            self.add_error(
                "model", _("A standard change follows a model. Without one it is a normal change.")
            )
        return data

    def propose(self) -> Change:
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if data["type"] != Type.STANDARD:
            data.pop("model", None)
        return Change.propose(by=self.person, **data)


class ChangeVerbForm(VerbForm):
    ticket: Change
    verb: str

    def act(self) -> None:
        getattr(self.ticket, self.verb)(by=self.person, now=timezone.now(), **self.cleaned_data)


class SubmitForm(ChangeVerbForm):
    verb = "submit"


class AskAuthorityForm(ChangeVerbForm):
    verb = "ask_authority"


class ReworkForm(ChangeVerbForm):
    verb = "rework"


class StartForm(ChangeVerbForm):
    """With each check of its model to tick. One that changed meanwhile is asked anew."""

    verb = "start"
    confirmed = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Before it starts"),
        help_text=gettext_lazy("Tick what you have looked at. It starts when all of it is as it should be."),
        error_messages={"required": gettext_lazy("Tick each of them. Until then it does not start.")},
    )

    @classmethod
    def asks_nothing(cls, ticket: Any) -> bool:
        return not ticket.checks

    def prepare(self) -> None:
        field: Any = self.fields["confirmed"]
        field.choices = [(check, check) for check in self.ticket.checks]
        if not field.choices:
            del self.fields["confirmed"]

    def clean_confirmed(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["confirmed"]
        if set(ticked) < set(self.ticket.checks):
            raise forms.ValidationError(self.fields["confirmed"].error_messages["required"])
        return ticked


class WhyForm(ChangeVerbForm):
    reason = Words(
        rows=3, label=gettext_lazy("Why"), help_text=gettext_lazy("Whoever waits for it reads it.")
    )


class RejectForm(WhyForm):
    verb = "reject"


class ReviseForm(WhyForm):
    verb = "revise"


class CancelForm(WhyForm):
    verb = "cancel"


class BackOutForm(WhyForm):
    verb = "back_out"


class FinishForm(ChangeVerbForm):
    verb = "finish"
    words = Words(rows=3, label=gettext_lazy("How it went"))


class CloseForm(ChangeVerbForm):
    verb = "close"
    wide = True
    outcome = forms.ChoiceField(
        choices=Outcome.choices, widget=forms.RadioSelect, label=gettext_lazy("What came of it")
    )
    communication_right = forms.TypedChoiceField(
        choices=[("yes", gettext_lazy("Yes: who had to know knew in time")), ("no", gettext_lazy("No"))],
        coerce="yes".__eq__,
        widget=forms.RadioSelect,
        label=gettext_lazy("Was the communication right"),
    )
    words = Words(
        rows=3,
        label=gettext_lazy("What we learn from it"),
        help_text=gettext_lazy("What went otherwise than planned, and what is done better next time."),
    )

    def prepare(self) -> None:
        self.fields["outcome"].initial = self.ticket.outcome
