"""What the overview is about, chosen in the address."""

from datetime import datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures import Filter, Stretches
from itsm.people.models import Team
from itsm.services.models import Priority, Service

WEEK = timedelta(weeks=1)
# Key → what the reader chooses, and the stretches its trend is drawn in.
PERIODS = {
    "12": (_("Last 12 weeks"), Stretches(length=WEEK, count=12)),
    "26": (_("Last 26 weeks"), Stretches(length=2 * WEEK, count=13)),
    "52": (_("Last 52 weeks"), Stretches(length=4 * WEEK, count=13)),
}
USUAL = "12"


class About(forms.Form):
    weeks = forms.ChoiceField(
        label=_("Period"), choices=[(key, name) for key, (name, _s) in PERIODS.items()], required=False
    )
    team = forms.TypedChoiceField(label=_("Team"), coerce=int, empty_value=None, required=False)
    service = forms.TypedChoiceField(label=_("Service"), coerce=int, empty_value=None, required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("All priorities")), *Priority.choices],
    )

    def __init__(self, data: Any) -> None:
        super().__init__({"weeks": USUAL, **data.dict()})
        teams = Team.objects.filter(is_active=True).values_list("pk", "name")
        services = Service.objects.active().values_list("pk", "name")
        self.fields["team"].choices = [("", _("All teams")), *teams]  # type: ignore[attr-defined]
        self.fields["service"].choices = [("", _("All services")), *services]  # type: ignore[attr-defined]

    @property
    def stretches(self) -> Stretches:
        return PERIODS[self.chosen("weeks") or USUAL][1]

    def chosen(self, name: str) -> Any:
        """What stands in the address; a choice that does not exist is no choice."""
        return self.cleaned_data.get(name) if self.is_valid() or name in self.cleaned_data else None

    def query(self) -> str:
        """What was chosen, as an address says it."""
        chosen = {name: self.chosen(name) for name in self.fields}
        return urlencode({name: value for name, value in chosen.items() if value})

    def filter(self, *, now: datetime, zone: tzinfo) -> Filter:
        length = self.stretches.length * self.stretches.count
        return Filter(
            since=now - length,
            until=now,
            zone=zone,
            team=self.chosen("team"),
            service=self.chosen("service"),
            priority=self.chosen("priority"),
        )
