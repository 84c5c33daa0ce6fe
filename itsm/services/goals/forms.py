"""What is typed about a goal."""

from typing import Any, ClassVar

from django import forms

from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.services.models import Goal, Service


class GoalForm(forms.ModelForm):
    class Meta:
        model = Goal
        fields: ClassVar = ["name", "says", "owner", "reached_by", "services", "is_active"]
        widgets: ClassVar = {
            "says": forms.Textarea(attrs={"rows": 3}),
            "reached_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "services": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desk = Person.objects.active().filter(groups__name__in=DESK).distinct()
        self.fields["owner"].queryset = desk | Person.objects.filter(pk=self.instance.owner_id).distinct()  # type: ignore[attr-defined]
        self.fields["services"].queryset = Service.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
