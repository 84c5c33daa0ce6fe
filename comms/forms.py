"""What a person wants by mail."""

from typing import Any

from django import forms

from comms.models import Group, Preference
from itsm.people.models import Person


class PreferenceForm(forms.Form):
    """One tick per group of news. The inbox is not a choice: there everything arrives."""

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        no = set(person.preferences.filter(channel="mail", wanted=False).values_list("group", flat=True))
        for group in Group:
            self.fields[group] = forms.BooleanField(
                label=group.label, required=False, initial=group.value not in no
            )

    def save(self) -> None:
        for group in Group:
            Preference.objects.update_or_create(
                person=self.person, group=group, channel="mail", defaults={"wanted": self.cleaned_data[group]}
            )
