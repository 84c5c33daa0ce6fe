"""The one question before somebody is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Their full name"),
        max_length=120,
        help_text=_("As it stands above. There is no way back."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if name != self.person.name:
            raise forms.ValidationError(_("That is not their name."))
        return name
