"""What a person wants by mail, and when they want their quiet."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy

from comms.models import Group, How, Preference, Quiet
from comms.models.preference import can_come
from itsm.people.models import Person

OUTSIDE_THE_DESK = frozenset(
    {Group.RECEIPT, Group.ANSWER, Group.WATCH, Group.APPROVAL, Group.NOTICE, Group.SAID, Group.DIGEST}
)
NEVER_DAILY = frozenset({Group.RECEIPT})  # a day later it confirms nothing that is not known


def groups_for(person: Person) -> list[Group]:
    """The kinds of news that can reach them."""
    theirs = Group if person.works_the_desk else OUTSIDE_THE_DESK
    return [group for group in Group if group in theirs and can_come(group)]


def ways_of(group: str) -> list[tuple[str, Any]]:
    if group == Group.DIGEST:
        return [(How.AT_ONCE.value, gettext_lazy("by mail")), (How.NEVER.value, How.NEVER.label)]
    return [(how.value, how.label) for how in How if how != How.DAILY or group not in NEVER_DAILY]


def chosen_by(person: Person) -> dict[str, str]:
    """Kind of news → how it comes by mail, for all that can reach them."""
    rows = {row.group: row.how for row in person.preferences.filter(channel="mail")}
    return {group: rows.get(group, How.AT_ONCE) for group in groups_for(person)}


class QuietForm(forms.ModelForm):
    """Hours in the person's own zone. Neither of the two ends is: no quiet hours."""

    class Meta:
        model = Quiet
        fields = ("begins", "ends", "weekends", "digest_at")
        labels = {
            "begins": gettext_lazy("Quiet from"),
            "ends": gettext_lazy("Quiet until"),
            "weekends": gettext_lazy("Saturday and Sunday are quiet, too"),
            "digest_at": gettext_lazy("Daily digest at"),
        }
        widgets = {
            name: forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
            for name in ("begins", "ends", "digest_at")
        }


class PreferenceForm(forms.Form):
    """One choice per kind of news. The inbox is not a choice: there everything arrives."""

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        row = Quiet.objects.filter(person=person).first() or Quiet(person=person)
        self.hours = QuietForm(self.data if self.is_bound else None, instance=row)
        for group, how in chosen_by(person).items():
            self.fields[group] = forms.ChoiceField(
                label=Group(group).label, choices=ways_of(group), initial=how
            )

    def is_valid(self) -> bool:
        return super().is_valid() and self.hours.is_valid()

    def save(self) -> None:
        with transaction.atomic():
            self.hours.save()
            for group in self.fields:
                Preference.choose(self.person, group, self.cleaned_data[group])
