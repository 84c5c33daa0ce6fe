"""Search over everything, and the places Ctrl-K can go."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from itsm.frame import setup
from itsm.frame.http import HttpRequest, render
from itsm.knowledge.search import people_with, similar_to, tickets_with
from itsm.tickets.models import Ticket

LONGEST = 200  # characters of a question


def asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = asked(request)
    exact = Ticket.objects.visible_to(request.user).filter(number=words.upper()).first() if words else None
    if exact is not None:
        return redirect(exact if request.user.works_the_desk else f"/portal/{exact.number}/")
    context: dict[str, Any] = {"words": words, "hits": [], "people": []}
    if words:
        context |= {
            "hits": tickets_with(words, request.user, Ticket.objects.all()),
            "people": people_with(words, request.user),
        }
    return render(request, "knowledge/search.html", context)


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Tickets, people and places of Set up for what is being typed into Ctrl-K."""
    words = asked(request)
    found = (
        Ticket.objects.visible_to(request.user).filter(number__startswith=words.upper())[:5] if words else []
    )
    return render(
        request,
        "knowledge/palette.html",
        {
            "tickets": found,
            "lines": setup.found(words, request.user),
            "people": people_with(words, request.user)[:5] if words else [],
        },
    )


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Tickets like the one that is being written."""
    found = similar_to(request.GET.get("title", ""), request.GET.get("description", ""), request.user)
    return render(request, "knowledge/similar.html", {"tickets": found})
