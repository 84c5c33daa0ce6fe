"""The parts of a plan that are plain fields."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.forms import TYPES
from changes.models import Change, ChangeModel, RiskQuestion, Type
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.fields import MomentField, Words


class PartForm(forms.Form):
    """`FIELDS` of the change are shown as they are and planned as they are typed."""

    FIELDS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any, *, change: Change, person: Person) -> None:
        self.change, self.person = change, person
        super().__init__(data, initial=self.known())
        self.prepare()

    def known(self) -> dict[str, Any]:
        return {name: getattr(self.change, name) for name in self.FIELDS}

    def prepare(self) -> None:
        """Narrow choices to this change."""

    def rearrange(self, act: str) -> None:
        """Nothing here is added or moved."""

    def words(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class WhyForm(PartForm):
    FIELDS = ("title", "type", "model", "description", "reason", "benefit")
    title = forms.CharField(max_length=200, label=gettext_lazy("What is to be changed"))
    type = forms.ChoiceField(choices=TYPES, widget=forms.RadioSelect, label=gettext_lazy("How it goes"))
    model = forms.ModelChoiceField(
        ChangeModel.objects.none(), required=False, label=gettext_lazy("Change model"), empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("Of a standard change. Its steps replace those that are planned."),
    )  # fmt: skip
    description = Words(rows=4, required=False, label=gettext_lazy("What is done"))
    reason = Words(rows=3, required=False, label=gettext_lazy("Why it is needed"))
    benefit = Words(
        rows=3,
        required=False,
        label=gettext_lazy("What colleagues gain"),
        help_text=gettext_lazy("The notice about it starts with this."),
    )

    def prepare(self) -> None:
        if self.change.status != Change.Status.DRAFT:  # the type is fixed by now
            del self.fields["type"], self.fields["model"]
            return
        known = ChangeModel.objects.filter(state=ChangeModel.State.AUTHORISED)
        kept = ChangeModel.objects.filter(changes=self.change)
        self.fields["model"].queryset = (known | kept).distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("type") == Type.STANDARD and not data.get("model"):
            self.add_error(
                "model", _("A standard change follows a model. Without one it is a normal change.")
            )
        elif "type" in data and data["type"] != Type.STANDARD:
            data["model"] = None
        return data


class WindowForm(PartForm):
    FIELDS = ("service", "starts_at", "ends_at")
    service = forms.ModelChoiceField(
        Service.objects.active(),
        required=False,
        label=gettext_lazy("Which service is changed"),
        empty_label=gettext_lazy("none"),
    )
    services = forms.ModelMultipleChoiceField(
        Service.objects.active(), required=False, widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Which others it touches"),
        help_text=gettext_lazy("What stands on them is found by itself."),
    )  # fmt: skip
    starts_at = MomentField(
        required=False, label=gettext_lazy("From"), help_text=gettext_lazy("In your time zone.")
    )
    ends_at = MomentField(
        required=False,
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("With the time to get back, should it go wrong."),
    )

    def known(self) -> dict[str, Any]:
        return super().known() | {"services": self.change.services.all()}


class RiskForm(PartForm):
    """One question after the other, as they are kept; the answers are the places of the choices."""

    def prepare(self) -> None:
        for question in RiskQuestion.objects.filter(is_active=True):
            self.fields[question.key] = forms.TypedChoiceField(
                choices=[(place, choice["label"]) for place, choice in enumerate(question.choices)],
                coerce=int, required=False, widget=forms.RadioSelect, label=question.text, help_text=question.help,
                initial=self.change.risk_answers.get(question.key), empty_value=None,
            )  # fmt: skip

    def words(self) -> dict[str, Any]:
        answered = {key: place for key, place in self.cleaned_data.items() if place is not None}
        return {"risk_answers": answered}


class TestsForm(PartForm):
    FIELDS = ("test_evidence",)
    test_evidence = Words(
        rows=8, required=False, label=gettext_lazy("How it was tested, and what showed that it works"),
        help_text=gettext_lazy("Where, by whom, when, with what result. A link to the record is fine."),
    )  # fmt: skip
