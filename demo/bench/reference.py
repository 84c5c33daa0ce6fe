"""R: what a page costs at the least here. Fifty rows of one indexed query, by a bare view behind no other middleware."""

import uuid
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from itsm.tickets.models import Event, Ticket

ADDRESS, INSERTS = "/bench/reference/", "/bench/inserts/"
PAGE = Engine().from_string(
    "<!doctype html><title>Reference</title><table>"
    "{% for row in rows %}<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td><td>{{ row.2 }}</td></tr>{% endfor %}</table>"
)
View = Callable[[HttpRequest], HttpResponse]


def reference(_request: HttpRequest) -> HttpResponse:
    rows = (
        Ticket.objects.filter(open=True)
        .order_by("soonest", "pk")
        .values_list("number", "title", "soonest")[:50]
    )
    return HttpResponse(PAGE.render(Context({"rows": rows})))


def inserts(_request: HttpRequest) -> HttpResponse:
    """A ticket's row and an event's, and nothing else: what creating costs at the least."""
    like = (
        Ticket.objects.order_by("pk")
        .values("kind", "status", "team_id", "requester_id", "opened_by_id")
        .first()
        or {}
    )
    with transaction.atomic():
        ticket = Ticket.objects.create(
            number=f"BARE-{uuid.uuid4().hex[:14]}", title="Two rows", open=False, **like
        )
        Event.objects.create(ticket=ticket, verb="incident.open", at=timezone.now())
    return HttpResponse("made")


VIEWS: dict[str, View] = {ADDRESS: reference, INSERTS: inserts}


def in_front(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        return VIEWS.get(request.path_info, get_response)(request)

    return middleware
