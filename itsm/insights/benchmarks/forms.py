"""What is typed about a band of one's own."""

from typing import ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import is_here
from itsm.insights.benchmarks.models import OwnBand
from itsm.insights.measures import measures

FIRST_YEAR = 1980


class BandForm(forms.ModelForm):
    class Meta:
        model = OwnBand
        fields: ClassVar = ["measure", "low", "typical", "good", "source", "year", "population", "note"]

    measure = forms.ChoiceField(label=_("Figure"))
    year = forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, initial=lambda: timezone.localdate().year
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = sorted((str(one.name), one.key) for one in measures() if is_here(one.source.rows))
        self.fields["measure"].choices = [(key, name) for name, key in known]  # type: ignore[attr-defined]
        self.fields["year"].max_value = timezone.localdate().year  # type: ignore[attr-defined]

    def clean_year(self) -> int:
        """A figure of a year that has not come is a wish: that is a target."""
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("That year has not come yet. A figure to be reached is a target."))
        return year
