"""What is typed about occasions and collisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.calendar import occasions
from changes.calendar.moments import refuse_far_away
from changes.models import Occasion
from itsm.people.models import Person, Team
from itsm.people.roles import DESK
from itsm.services.models import Service

LOCAL = "%Y-%m-%dT%H:%M"


def moment(label: Any) -> forms.DateTimeField:
    """By the reader's own clock."""
    return forms.DateTimeField(
        label=label,
        validators=[refuse_far_away],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )


class OccasionForm(forms.ModelForm):
    starts_at, ends_at = moment(gettext_lazy("From")), moment(gettext_lazy("Until"))

    class Meta:
        model = Occasion
        fields = ("kind", "title", "reason", "starts_at", "ends_at", "person", "services", "sites", "teams")
        help_texts = {
            "reason": gettext_lazy("What it protects, and whom to ask about an exception."),
            "person": gettext_lazy("Only for on call."),
            "services": gettext_lazy("None chosen: all. What stands on them counts, too."),
            "sites": gettext_lazy("None chosen: all."),
            "teams": gettext_lazy("None chosen: all."),
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        choices: Any = self.fields
        choices["kind"].choices = occasions.kinds_for(by)
        choices["person"].queryset = Person.objects.active().filter(groups__name__in=DESK).distinct()
        choices["services"].queryset = Service.objects.active()
        choices["teams"].queryset = Team.objects.filter(is_active=True)
        if self.instance.pk:
            self.fields["kind"].disabled = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts_at") and given.get("ends_at") and given["ends_at"] <= given["starts_at"]:
            self.add_error("ends_at", _("It ends after it starts."))
        if given.get("kind") == Occasion.Kind.ON_CALL and not given.get("person"):
            self.add_error("person", _("Say who is on call."))
        if given.get("kind") != Occasion.Kind.ON_CALL:
            given["person"] = None
        return given

    def save(self, commit: bool = True) -> Occasion:  # noqa: FBT001, FBT002 - as Django has it
        if not self.instance.pk:
            return occasions.plan(by=self.by, **self.cleaned_data)
        fresh = Occasion.objects.get(pk=self.instance.pk)
        occasions.edit(fresh, by=self.by, **self.cleaned_data)
        return fresh


class WordForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("Your words"), widget=forms.Textarea(attrs={"rows": 3}))


class AcceptForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why both may stand as they are"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Whoever looks at these changes reads it."),
    )
