"""What is typed on pages of figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from itsm.insights.dashboards.experience import HEAVIEST, PARTS, weights
from itsm.insights.dashboards.models import Weighing
from itsm.people.models import Person


class WeightsForm(forms.Form):
    """A field for each part of experience; one at least must count."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        now = weights()
        for part in PARTS:
            self.fields[part.key] = forms.IntegerField(
                label=str(part.name),
                min_value=0,
                max_value=HEAVIEST,
                initial=now[part.key],
                help_text=str(part.says),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("One part at least must count."))
        return cleaned

    def save(self, *, by: Person) -> Weighing | None:
        return Weighing.decide(self.cleaned_data, by=by)
