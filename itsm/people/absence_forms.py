"""What one types about being away: days, as a calendar has them, in one's own zone."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.people.forms import PersonField
from itsm.people.models import Absence, Person

NEAR = 40  # people who are suggested
DAY = timedelta(days=1)
FIELDS = {"since": "first_day", "until": "last_day"}


class Day(forms.DateField):
    widget = forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d")


class AbsenceForm(forms.Form):
    first_day = Day(label=_("First day away"))
    last_day = Day(label=_("Last day away"))
    delegate = PersonField(
        label=_("Who acts for you"),
        required=False,
        help_text=_("Their e-mail. They are asked in your place and decide in their own name."),
    )

    def __init__(self, *args: Any, absence: Absence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absence, self.zone = absence, ZoneInfo(absence.person.time_zone)
        # Colleagues may not look through all people, but whoever is near is a name away.
        self.fields["delegate"].widget.attrs = {"autocomplete": "off", "list": "people-near"}
        if absence.pk:
            self.initial["first_day"] = absence.since.astimezone(self.zone).date()
            self.initial["last_day"] = absence.last_moment.astimezone(self.zone).date()
            self.initial["delegate"] = absence.delegate_id

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.apply(said)
        return said

    def apply(self, said: dict[str, Any]) -> None:
        """The model speaks of moments, the form of days."""
        absence = self.absence
        if "first_day" in self.changed_data:  # else the moment at which it began stands
            absence.since = self.midnight(said["first_day"])
        absence.until, absence.delegate = self.midnight(said["last_day"] + DAY), said["delegate"]
        try:
            absence.clean()
        except ValidationError as error:
            for name, words in error.message_dict.items():
                self.add_error(FIELDS.get(name, name), words)

    def save(self) -> None:
        self.absence.save()

    def midnight(self, day: Any) -> datetime:
        return datetime.combine(day, time.min, self.zone)

    def _update_errors(self, errors: ValidationError) -> None:
        """The model speaks of moments, the form of days."""
        named = {"since": "first_day", "until": "last_day"}
        found = {named.get(name, name): told for name, told in errors.error_dict.items()}
        super()._update_errors(ValidationError(found))  # type: ignore[misc]

    @property
    def near(self) -> list[Person]:
        """Their manager, who has the same one, who reports to them, who is in their teams."""
        me = self.absence.person
        found = Q(manager=me) | Q(teams__in=me.team_ids) | Q(pk=me.manager_id)
        if me.manager_id:
            found |= Q(manager=me.manager_id)
        return list(
            Person.objects.active().filter(found).exclude(pk=me.pk).distinct().order_by("name", "pk")[:NEAR]
        )
