"""Requests at the desk: the list. One request's page is every ticket's."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.models import Offering, ServiceRequest
from itsm.frame.http import HttpRequest, render
from itsm.tickets.console import View
from itsm.tickets.models import Ticket
from itsm.tickets.views.desk import list_page, region

ALL = View("all", _("Requests"), lambda all_, who, now: all_, "opened", empty=_("No request matches."))


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    if not request.user.works_the_desk:
        return redirect("portal:home")
    tickets = Ticket.objects.visible_to(request.user).filter(kind=ServiceRequest.KIND)
    offering = Offering.objects.filter(key=request.GET.get("offering", "")).first()
    if offering is not None:
        tickets = tickets.filter(pk__in=ServiceRequest.objects.filter(offering=offering).values("pk"))
    context = list_page(request, tickets, ALL) | {"offering": offering}
    return render(request, "catalog/list.html", context, partial=region(request))
