"""The number of days, or nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.frame.retention.kinds import Kind


class DaysForm(forms.Form):
    days = forms.IntegerField(
        label=_("Keep for so many days"), required=False, help_text=_("Empty: for ever.")
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["days"].widget.attrs |= {"min": kind.least, "inputmode": "numeric"}

    def clean_days(self) -> int | None:
        days: int | None = self.cleaned_data["days"]
        self.kind.check(days)
        return days
