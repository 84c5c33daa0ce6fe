"""What a list of requests can be asked besides what every list of tickets can."""

from django.utils.translation import gettext_lazy

from catalog.models import ServiceRequest
from itsm.services.models import HoldReason
from itsm.tickets.filters import ColleagueTicketFilter, Several, TicketFilter, Words


class ColleagueRequestFilter(ColleagueTicketFilter):
    status = Words(ServiceRequest.Status.choices, label=gettext_lazy("Status"))
    offering = Several(field_name="offering__key", label=gettext_lazy("What was asked for"))

    class Meta(ColleagueTicketFilter.Meta):
        model = ServiceRequest


class RequestFilter(TicketFilter):
    status = Words(ServiceRequest.Status.choices, label=gettext_lazy("Status"))
    offering = Several(field_name="offering__key", label=gettext_lazy("What was asked for"))
    hold_reason = Words(HoldReason.choices, label=gettext_lazy("Waiting for"))

    class Meta(TicketFilter.Meta):
        model = ServiceRequest
