"""What is typed about outages: one verb each."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.services.models import Outage, ServiceWorth
from itsm.services.outages.worth import FIELDS

MOMENT = {"type": "datetime-local", "step": "1"}


def moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M:%S")


class OutageForm(forms.ModelForm):
    """Times are in the reader's own zone."""

    class Meta:
        model = Outage
        fields: ClassVar = ["words", "began_at", "ended_at", "planned"]
        widgets: ClassVar = {"began_at": moment(), "ended_at": moment()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("began_at", "ended_at"):
            self.fields[name].input_formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb checks what is true of outages; the instance stays as it is."""


class CorrectForm(OutageForm):
    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=240, help_text=_("What was there before stays readable, with your name.")
    )  # fmt: skip

    class Meta(OutageForm.Meta):
        fields: ClassVar = [*OutageForm.Meta.fields, "counts", "why_not"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.fields:  # type: ignore[union-attr]
            self.fields[name].show_hidden_initial = True

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed on the page, as it was shown: what has ended meanwhile does not begin again by it."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "reason"}


class EstimateForm(forms.ModelForm):
    class Meta:
        model = Outage
        fields = FIELDS


class WorthForm(forms.ModelForm):
    class Meta:
        model = ServiceWorth
        fields = FIELDS
