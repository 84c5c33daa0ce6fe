"""Who read restricted tickets: on the ticket for its team, over all of them for administrators."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.access import ticket_or_404
from itsm.tickets.models import Read
from itsm.tickets.models.read import AUDIT
from itsm.tickets.reads.asking import ReadFilter


@require_safe
@for_the_desk
def read_list(request: HttpRequest) -> HttpResponse:
    """By number, not by title: an administrator learns who read what, not what it says."""
    if not request.user.has_perm(AUDIT):
        raise PermissionDenied
    asked = ReadFilter(request.GET, Read.objects.with_ticket())
    asked.form.fields["since"].widget.input_type = asked.form.fields["until"].widget.input_type = "date"
    rows = asked.qs if asked.is_valid() else Read.objects.none()
    page = KeysetPage.of(rows, ("-at", "-pk"), request.GET.get("cursor"))
    base = request.GET.copy()
    base.pop("cursor", None)
    of = asked.form.cleaned_data.get("person") if asked.is_valid() else None
    context = {"page": page, "form": asked.form, "base": base.urlencode(), "of": of}
    return render(request, "tickets/reads/list.html", context)


@require_safe
@for_the_desk
def of_ticket(request: HttpRequest, place: str, number: str) -> HttpResponse:
    """For its own team and for administrators among those who may see it; for others there is no such page."""
    found = ticket_or_404(request.user, place, number)
    if not found.shows_readers_to(request.user):
        raise Http404
    page = KeysetPage.of(found.reads.with_ticket(), ("-at", "-pk"), request.GET.get("cursor"))
    return render(request, "tickets/reads/of_ticket.html", {"ticket": found, "page": page})
