"""The forms of a post-incident review."""

from typing import Any, ClassVar

from django import forms

from incidents.models import Review, ReviewAction
from itsm.people.models import Person


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields: ClassVar = ["summary", "helped", "hindered", "communication"]


class ActionForm(forms.ModelForm):
    class Meta:
        model = ReviewAction
        fields: ClassVar = ["what", "owner", "due_on"]
        widgets: ClassVar = {"due_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Person.objects.active().filter(groups__isnull=False).distinct()  # type: ignore[attr-defined]
