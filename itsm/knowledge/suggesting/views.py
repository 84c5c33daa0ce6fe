"""The panel of suggestions beside a ticket, and the two presses."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.knowledge.models import Suggestion
from itsm.knowledge.suggesting import making
from itsm.knowledge.suggesting.kinds import kind_of
from itsm.people.access import for_the_desk
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

may_work = permission_required("tickets.work_ticket", raise_exception=True)


def ticket_or_404(person: Person, number: str) -> Ticket:
    found: Ticket = get_object_or_404(Ticket.objects.visible_to(person).with_people(), number=number.upper())
    return found


def suggestion_or_404(person: Person, pk: int) -> Suggestion:
    found: Suggestion = get_object_or_404(Suggestion.objects.select_related("ticket"), pk=pk)
    kind = kind_of(found)
    hidden = (
        kind is not None
        and kind.visible is not None
        and found.value not in kind.visible([found.value], person)
    )
    if hidden or not found.ticket.is_visible_to(person):
        raise Http404
    return found


@for_the_desk
@require_safe
def of_ticket(request: HttpRequest, number: str) -> HttpResponse:
    """A region of the ticket's page; a page of its own without JavaScript."""
    ticket = ticket_or_404(request.user, number)
    rows = making.suggestions(ticket, request.user)
    context = {
        "ticket": ticket,
        "rows": [(row, kind_of(row), address(row)) for row in rows],
        "may_work": request.user.has_perm("tickets.work_ticket"),
    }
    return render(request, "knowledge/suggesting/page.html", context, partial="suggestions")


def address(row: Suggestion) -> str:
    kind = kind_of(row)
    return kind.address(row.value) if kind and kind.address else ""


@for_the_desk
@may_work
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = suggestion_or_404(request.user, pk)
    try:
        further = making.take(suggestion, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(suggestion.ticket)
    if not further:
        messages.success(request, _("Taken: %(what)s.") % {"what": suggestion.label})
    return redirect(further or suggestion.ticket.get_absolute_url())


@for_the_desk
@may_work
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = suggestion_or_404(request.user, pk)
    try:
        making.dismiss(suggestion, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    if request.htmx and not request.htmx.boosted:
        return of_ticket_again(request, suggestion)
    return redirect(suggestion.ticket)


def of_ticket_again(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    request.method = "GET"
    return of_ticket(request, suggestion.ticket.number)
