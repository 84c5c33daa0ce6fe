"""What administrators type about sources of alerts."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import AlertSource
from itsm.people.models import Person
from itsm.people.roles import DESK


class SourceForm(forms.ModelForm):
    class Meta:
        model = AlertSource
        fields: ClassVar = [
            "name", "form", "owner", "team", "service_label", "component_label", "gathers_for", "is_active",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desk = Person.objects.active().filter(groups__name__in=DESK).distinct()
        self.fields["owner"].queryset = desk | Person.objects.filter(pk=self.instance.owner_id).distinct()  # type: ignore[attr-defined]


class TryForm(forms.Form):
    """A payload to be looked at; nothing comes of it."""

    body = forms.CharField(
        label=_("What would be sent"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "mono", "spellcheck": "false"}),
        help_text=_("Change it to what your system sends. Nothing comes of it."),
    )
