"""The one door to a change from a page of the desk."""

from django.http import Http404

from changes.models import Change
from itsm.frame.http import HttpRequest
from itsm.tickets.access import ticket_or_404


def change_or_404(request: HttpRequest, number: str) -> Change:
    if not request.user.works_the_desk:
        raise Http404
    return ticket_or_404(request.user, "changes", number)  # type: ignore[return-value]
