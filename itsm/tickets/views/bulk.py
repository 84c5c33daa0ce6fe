"""One verb for many tickets: each answers for itself, and what one refuses the others still do."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from itsm.frame.http import HttpRequest, render
from itsm.tickets import verbs
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

MOST = 200  # tickets in one go


@dataclass(frozen=True)
class Outcome:
    ticket: Ticket
    done: bool
    words: str


@require_POST
def bulk(request: HttpRequest, verb: str) -> HttpResponse:
    """First the form, once for all; then, with `go`, the act for each, and a line for each."""
    known = next((each for each in verbs.in_bulk(request.user) if each.slug == verb), None)
    if not request.user.works_the_desk:
        raise PermissionDenied
    if known is None:
        raise Http404
    numbers = request.POST.getlist("pick")[:MOST]
    picked = list(
        Ticket.objects.visible_to(request.user).with_people().filter(number__in=numbers).order_by("pk")
    )
    if not picked:
        return render(request, "desk/bulk.html", {"verb": known, "nothing": True}, status=422)
    form = known.form(
        request.POST if "go" in request.POST else None,
        request.FILES or None,
        ticket=picked[0],
        person=request.user,
        initial={"seen": max(ticket.last_event for ticket in picked)},  # events are counted over all tickets
    )
    context = {"verb": known, "form": form, "picked": picked}
    if not form.is_bound or not form.is_valid():
        return render(request, "desk/bulk.html", context, status=422 if form.is_bound else 200)
    return render(
        request, "desk/bulk.html", context | {"outcomes": [one(request, known, ticket) for ticket in picked]}
    )


def one(request: HttpRequest, known: verbs.Verb, ticket: Ticket) -> Outcome:
    """The verb on one ticket, with the same words; files go with the first only by being sent again per ticket."""
    specific = ticket.specific
    if not known.is_allowed(specific, request.user):
        return Outcome(ticket, done=False, words=_("You may not do this here."))
    for upload in request.FILES.getlist("uploads"):
        upload.seek(0)
    form = known.form(request.POST, request.FILES, ticket=specific, person=request.user)
    try:
        if form.is_valid():
            form.try_to_act()
    except Refused as refused:
        return Outcome(ticket, done=False, words=str(refused))
    if form.errors:
        return Outcome(
            ticket,
            done=False,
            words=" ".join(str(error) for errors in form.errors.values() for error in errors),
        )
    return Outcome(ticket, done=True, words=_("done"))
