"""Which days the evidence is about."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from itsm.insights.evidence.report import Span

EARLIEST, LATEST = date(1970, 1, 1), date(2999, 12, 31)


def day(label: Any) -> forms.DateField:
    field = forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    field.validators += [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    return field


class SpanForm(forms.Form):
    since = day(_("From day"))
    until = day(_("To day"))

    def __init__(self, data: Any) -> None:
        usual = Span.usual()
        super().__init__(
            {"since": data.get("since") or usual.since, "until": data.get("until") or usual.until}
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "since" in given and "until" in given and given["since"] > given["until"]:
            self.add_error("until", _("The last day comes before the first."))
        return given

    @property
    def span(self) -> Span:
        """What is wrong is said, and the usual year shown."""
        return Span(**self.cleaned_data) if self.is_valid() else Span.usual()
