"""What is typed about a goal, about a team's word to it, and about whoever needs a service."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.people.forms import PersonField
from itsm.people.models import BusinessUnit, Person, Team
from itsm.people.roles import DESK
from itsm.services.goals import figures
from itsm.services.models import Goal, Service, Stakeholder

NO_FIGURE = ("", _("No figure yet"))


class GoalForm(forms.ModelForm):
    measure = forms.ChoiceField(
        label=_("Figure that shows it"),
        required=False,
        help_text=_("Without one nobody will know whether it is reached."),
    )

    class Meta:
        model = Goal
        fields: ClassVar = [
            "name", "says", "owner", "units", "services", "measure", "measured_service", "direction", "baseline", "target",
            "started_on", "reached_by", "is_active",
        ]  # fmt: skip
        widgets: ClassVar = {
            "says": forms.Textarea(attrs={"rows": 3}),
            "started_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "reached_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "services": forms.CheckboxSelectMultiple,
            "units": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        desk = Person.objects.active().filter(groups__name__in=DESK).distinct()
        fields["owner"].queryset = desk | Person.objects.filter(pk=self.instance.owner_id).distinct()
        mine = (
            Q(goals=self.instance) if self.instance.pk else Q(pk=None)
        )  # offered no more, and still its own
        measured = Q(pk=self.instance.measured_service_id)
        offered = Service.objects.filter(Q(is_active=True) | mine | measured)
        for name in ("services", "measured_service"):
            fields[name].queryset = offered.distinct().order_by("name")
        fields["measured_service"].empty_label = _("All services")
        fields["units"].queryset = BusinessUnit.objects.filter(Q(is_active=True) | mine).distinct()
        fields["measure"].choices = self._figures()
        fields["direction"].required = fields["started_on"].required = False
        if not fields["units"].queryset.exists():
            del fields["units"]

    def clean_direction(self) -> str:
        return str(self.cleaned_data["direction"] or self.instance.direction)

    def clean_started_on(self) -> date:
        """From the day it is written down, unless somebody says otherwise."""
        return self.cleaned_data["started_on"] or self.instance.started_on

    def _figures(self) -> list[Any]:
        """With the one it has, also while the practice that counts it is off."""
        known = figures.choices()
        mine = self.instance.measure
        rare = mine and mine not in dict(known)
        return [NO_FIGURE, *known, *([(mine, mine)] if rare else [])]


class SignOffForm(forms.Form):
    team = forms.ModelChoiceField(Team.objects.none(), label=_("For"), empty_label=None)
    agrees = forms.TypedChoiceField(
        label=_("We say"),
        choices=[("yes", _("Yes, we do our part")), ("no", _("Not like this"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A no says what stands in the way."),
    )

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(pk__in=[team.pk for team in teams])  # type: ignore[attr-defined]


class StakeholderForm(forms.ModelForm):
    person = PersonField(label=_("Who needs it"), help_text=_("Their e-mail."))

    class Meta:
        model = Stakeholder
        fields: ClassVar = ["person", "needs"]

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.service = service

    def clean_person(self) -> Person:
        person: Person = self.cleaned_data["person"]
        if self.instance.service.stakeholders.filter(person=person).exists():
            raise forms.ValidationError(_("%(name)s is named already.") % {"name": person})
        return person
