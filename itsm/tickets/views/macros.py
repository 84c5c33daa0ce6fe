"""A macro's words put into the composer, with its variables filled from the ticket."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.words import at
from itsm.tickets.access import ticket_or_404
from itsm.tickets.models import Draft, Macro, Ticket
from itsm.tickets.views.ticket import composer

MODES = {"reply": "public", "note": "internal"}


@require_safe
def macro(request: HttpRequest, place: str, number: str, pk: int) -> HttpResponse:
    found = ticket_or_404(request.user, place, number)
    if not request.user.works_the_desk:
        raise PermissionDenied
    chosen = get_object_or_404(Macro.objects.visible_to(request.user), pk=pk)
    draft = Draft(
        ticket=found, person=request.user, mode=MODES[chosen.mode], words=filled(chosen, found, request)
    )
    return render(
        request, "tickets/composer.html", {"ticket": found, "draft": draft, **composer(request, found)}
    )


def filled(chosen: Macro, found: Ticket, request: HttpRequest) -> str:
    """Plain replacement, no template engine: a macro can name these and nothing else."""
    next_word = (
        timezone.now() + timedelta(minutes=chosen.promise_minutes)
        if chosen.promise_minutes
        else found.promised_at
    )
    values = {
        "colleague": found.requester.greeting_name,
        "agent": request.user.greeting_name,
        "number": found.number,
        "service": str(found.service or ""),
        "team": str(found.team),
        "promise": at(next_word) if next_word else "",
    }
    words = chosen.words
    for name, value in values.items():
        words = words.replace("{" + name + "}", value)
    return words
