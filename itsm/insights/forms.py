"""What the overview is about, chosen in the address."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import kinds_here
from itsm.insights.measures import Filter, Stretches
from itsm.insights.measures.period import DAY, DIMENSIONS
from itsm.people.models import Site, Team
from itsm.services.models import Priority, Service
from itsm.tickets.models import Ticket

WEEK = timedelta(weeks=1)
# Key → what the reader chooses, and the stretches its trend is drawn in.
PERIODS = {
    "12": (_("Last 12 weeks"), Stretches(length=WEEK, count=12)),
    "26": (_("Last 26 weeks"), Stretches(length=2 * WEEK, count=13)),
    "52": (_("Last 52 weeks"), Stretches(length=4 * WEEK, count=13)),
}
USUAL = "12"
ACTIVE = Q(is_active=True)
SELECTED = mark_safe(" selected")


class Offered(forms.Select):
    """Drawn at once: Django reads a template for each line, and these name every team, service and site."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        lines = ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices)
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})})),
            format_html_join("", '<option value="{}"{}>{}</option>', lines),
        )


class About(forms.Form):
    weeks = forms.ChoiceField(
        label=_("Period"),
        choices=[(key, name) for key, (name, _s) in PERIODS.items()],
        required=False,
        widget=Offered,
    )
    team = forms.TypedChoiceField(
        label=_("Team"), coerce=int, empty_value=None, required=False, widget=Offered
    )
    service = forms.TypedChoiceField(
        label=_("Service"), coerce=int, empty_value=None, required=False, widget=Offered
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("All priorities")), *Priority.choices],
        widget=Offered,
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=Offered)
    site = forms.TypedChoiceField(
        label=_("Site"), coerce=int, empty_value=None, required=False, widget=Offered
    )

    def __init__(self, data: Any) -> None:
        super().__init__({"weeks": USUAL, **data.dict()})
        teams = Team.objects.filter(ACTIVE | self.named("team")).values_list("pk", "name")
        services = Service.objects.filter(ACTIVE | self.named("service")).values_list("pk", "name")
        kinds = [(kind.value, kind.label.capitalize()) for kind in kinds_here(Ticket.Kind)]
        self.offer("team", _("All teams"), teams)
        self.offer("service", _("All services"), services)
        self.offer("kind", _("All kinds"), kinds)
        self.offer("site", _("All sites"), Site.objects.values_list("pk", "name"))

    def named(self, name: str) -> Q:
        """What the address names may be chosen when it is offered no more, too: it is in the figures of its time."""
        given = str(self.data.get(name, ""))
        return Q(pk=given) if given.isdecimal() and len(given) < 10 else Q(pk=None)

    def offer(self, name: str, everything: str | Promise, choices: Iterable[tuple[Any, str]]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

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

    def said(self) -> str:
        """What was chosen beside the period, in words; empty where it is everything."""
        chosen = [(self.fields[name], self.chosen(name)) for name in DIMENSIONS]
        labels = [(field.label, dict(field.choices).get(value)) for field, value in chosen if value]  # type: ignore[attr-defined]
        return ", ".join(f"{label}: {name}" for label, name in labels)

    def filter(self, *, now: datetime) -> Filter:
        """Whole days of the organisation's zone, the last of them today."""
        zone = timezone.get_default_timezone()
        today = now.astimezone(zone).date()
        first = today + DAY - self.stretches.length * self.stretches.count
        return Filter.of_days(first, today, zone, **{name: self.chosen(name) for name in DIMENSIONS})
