"""What a person wants by mail."""

from typing import Any

from django import forms

from comms.models import Group, Preference
from itsm.people.models import Person

OUTSIDE_THE_DESK = frozenset({Group.RECEIPT, Group.ANSWER, Group.WATCH})


class PreferenceForm(forms.Form):
    """One tick per group of news. The inbox is not a choice: there everything arrives."""

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        no = set(person.preferences.filter(channel="mail", wanted=False).values_list("group", flat=True))
        self.groups = [group for group in Group if person.works_the_desk or group in OUTSIDE_THE_DESK]
        for group in self.groups:
            self.fields[group] = forms.BooleanField(
                label=group.label, required=False, initial=group.value not in no
            )

    def save(self) -> None:
        for group in self.groups:
            Preference.objects.update_or_create(
                person=self.person, group=group, channel="mail", defaults={"wanted": self.cleaned_data[group]}
            )
