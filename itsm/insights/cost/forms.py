"""What is typed about the cost of the desk."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.insights.cost.models import DeskCost

MONTH = "%Y-%m"


class CostForm(forms.ModelForm):
    """A month as browsers have it; without their help it is typed as 2026-03."""

    since = forms.DateField(
        label=_("From this month on"),
        input_formats=[MONTH, "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month", "placeholder": "2026-03"}, format=MONTH),
    )

    class Meta:
        model = DeskCost
        fields: ClassVar = ["since", "amount"]

    def clean_since(self) -> Any:
        return self.cleaned_data["since"].replace(day=1)

    def validate_unique(self) -> None:
        """The same month again is a correction, not a second cost."""
