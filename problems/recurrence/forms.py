"""What is typed about what keeps coming back: the thresholds, and why a proposal is dismissed."""

from typing import ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from itsm.tickets.fields import Words
from problems.models import Threshold

MOST_DAYS, MOST_SELDOM = 90, 365  # of a window


class ThresholdForm(forms.ModelForm):
    class Meta:
        model = Threshold
        fields: ClassVar = ["window_days", "at_least", "burst", "likeness", "seldom_days", "seldom_at_least"]
        help_texts: ClassVar = {
            "window_days": _("Longer finds what comes seldom."),
            "at_least": _("Fewer finds more, and more of it by chance."),
            "likeness": _("0.3: the same trouble in other words. 0.6: nearly the same words."),
            "seldom_days": _(
                "Of a service with fewer than two incidents a week: what comes back, however slowly."
            ),
            "seldom_at_least": _("0: only what comes often is looked for."),
            "burst": _("1: also what is always so. 2: twice as many as in the four weeks before."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        limits = {
            "window_days": (1, MOST_DAYS),
            "at_least": (2, 100),
            "likeness": (0.05, 1),
            "burst": (1, 20),
            "seldom_days": (7, MOST_SELDOM),
            "seldom_at_least": (0, 100),
        }
        for name, (least, most) in limits.items():
            field = self.fields[name]
            field.min_value, field.max_value = least, most  # type: ignore[attr-defined]
            field.validators += [
                MinValueValidator(least),
                MaxValueValidator(most),
            ]
            field.widget.attrs |= {
                "min": least,
                "max": most,
                "step": "0.05" if name in {"likeness", "burst"} else "1",
            }


class AcceptForm(forms.Form):
    title = forms.CharField(max_length=200, required=False, label=_("Title of the problem"))


class DismissForm(forms.Form):
    reason = Words(rows=2, label=_("Why not"), help_text=_("What is like it is not proposed for 90 days."))
