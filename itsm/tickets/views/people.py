"""A colleague's tickets, as a fragment on their own page."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.tickets.models import Ticket


@require_safe
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.works_the_desk:
        raise Http404
    theirs = Ticket.objects.visible_to(request.user).filter(requester=pk).order_by("-open", "-opened_at")[:10]
    return render(request, "tickets/short_list.html", {"tickets": theirs})
