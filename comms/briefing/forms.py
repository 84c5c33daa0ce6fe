"""What is typed about a briefing, sentence by sentence, and a sponsor's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comms.briefing.making import Month
from comms.meetings.forms import PeopleField
from comms.models import Briefing
from itsm.tickets.fields import Words

LONGEST_SENTENCE = 600


class BriefingForm(forms.Form):
    """One field for each sentence; an empty one is left out. What stands behind a sentence stays with it."""

    question = forms.CharField(
        label=_("The one decision that is needed"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Asked so that yes or no answers it. Empty: nothing is asked this month."),
    )
    sponsors = PeopleField(label=_("Who gets it"), required=False, help_text=_("Their e-mails."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # which draft the fields are of

    def __init__(self, *args: Any, briefing: Briefing, **kwargs: Any) -> None:
        emails = briefing.copies.values_list("person__email", flat=True)
        self.draft = (briefing.edited_at or briefing.made_at).isoformat()
        first = {"question": briefing.question, "sponsors": "\n".join(emails), "seen": self.draft}
        super().__init__(*args, **{"initial": first, **kwargs})
        self.lines = briefing.lines
        for place, line in enumerate(briefing.lines):
            self.fields[f"line_{place}"] = forms.CharField(
                label=Briefing.Part(line["part"]).label,
                initial=line["words"],
                required=False,
                max_length=LONGEST_SENTENCE,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([*(f"line_{place}" for place in range(len(self.lines))), "question", "sponsors"])

    def clean(self) -> None:
        """Fields go by their place: after another edit a sentence would stand on the records of its neighbour."""
        if self.cleaned_data.get("seen") not in {"", self.draft}:
            raise forms.ValidationError(
                _("It was saved in between. Copy what you wrote, open the page again and write it there.")
            )

    def edited(self) -> dict[str, Any]:
        """As `sending.edit` takes it."""
        said = [(line, self.cleaned_data[f"line_{place}"].strip()) for place, line in enumerate(self.lines)]
        return {
            "lines": [{**line, "words": words} for line, words in said if words],
            "question": self.cleaned_data["question"],
            "sponsors": self.cleaned_data["sponsors"],
        }


class AnswerForm(forms.Form):
    agrees = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        label=_("Your answer"),
    )
    words = Words(rows=3, required=False, label=_("In a few words"), help_text=_("A no says why."))


def month_of(text: str) -> Month | None:
    """“2026-10”."""
    try:
        return Month(forms.DateField(input_formats=["%Y-%m"]).clean(text))
    except forms.ValidationError:
        return None
