"""What a list of incidents can be asked besides what every list of tickets can."""

import django_filters as filters
from django.utils.translation import gettext_lazy

from incidents.models import HoldReason, Incident, IncidentQuerySet, MajorIncident, Resolution
from itsm.tickets.filters import ColleagueTicketFilter, Ids, TicketFilter, Words


class ColleagueIncidentFilter(ColleagueTicketFilter):
    status = Words(Incident.Status.choices, label=gettext_lazy("Status"))
    category = Ids(words=["none"], label=gettext_lazy("Category"))

    class Meta(ColleagueTicketFilter.Meta):
        model = Incident


class IncidentFilter(TicketFilter):
    status = Words(Incident.Status.choices, label=gettext_lazy("Status"))
    category = Ids(words=["none"], label=gettext_lazy("Category"))
    hold_reason = Words(HoldReason.choices, label=gettext_lazy("Waiting for"))
    resolution = Words(Resolution.choices, label=gettext_lazy("Resolution"))
    major = filters.BooleanFilter(method="running_major", label=gettext_lazy("Major incident running"))

    class Meta(TicketFilter.Meta):
        model = Incident

    def running_major(self, queryset: IncidentQuerySet, name: str, value: bool) -> IncidentQuerySet:  # noqa: FBT001
        running = {"major__state": MajorIncident.State.RUNNING}
        return queryset.filter(**running) if value else queryset.exclude(**running)
