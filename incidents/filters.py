"""What a list of incidents can be asked besides what every list of tickets can."""

from django.utils.translation import gettext_lazy

from incidents.models import Incident, Resolution
from itsm.services.models import HoldReason
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

    class Meta(TicketFilter.Meta):
        model = Incident
