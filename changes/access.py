"""The doors: to a change from a page of the desk, and to what changes are governed by."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from changes.models import Change
from itsm.frame.http import HttpRequest
from itsm.tickets.access import ticket_or_404

GOVERN = "changes.govern_change"


def change_or_404(request: HttpRequest, number: str, *, with_people: bool = False) -> Change:
    if not request.user.works_the_desk:
        raise Http404
    return ticket_or_404(request.user, "changes", number, with_people=with_people)  # type: ignore[return-value]


def refuse_all_but_governors(request: HttpRequest) -> None:
    """Outside the desk there is nothing here; at the desk everybody reads it, and few edit it."""
    if not request.user.works_the_desk:
        raise Http404
    if not request.user.has_perm(GOVERN):
        raise PermissionDenied
