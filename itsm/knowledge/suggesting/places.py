"""Where suggestions stand: beside every ticket that is young, and what the lessons are about."""

from typing import Any

from django.utils import timezone

from itsm.frame.http import HttpRequest
from itsm.knowledge import lessons
from itsm.knowledge.suggesting import facts, finding
from itsm.knowledge.suggesting.kinds import register
from itsm.knowledge.suggesting.making import is_young
from itsm.tickets.models import Ticket
from itsm.tickets.panels import ANY, Panel, register_panel


def slot(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """Costs the page nothing: the region is asked for when the page is there."""
    return {} if is_young(ticket, timezone.now()) and request.user.works_the_desk else None


def add_to_house() -> None:
    for kind in (finding.ARTICLES, facts.SERVICE, facts.TEAM, finding.TICKETS):
        register(kind)
    labelled, ended = Ticket.objects.exclude(service=None), Ticket.objects.filter(open=False)
    lessons.register(lessons.Subject(what="service", examples=facts.examples(labelled, "service")))
    lessons.register(lessons.Subject(what="team", examples=facts.examples(ended, "team")))
    register_panel(ANY, Panel("knowledge/suggesting/slot.html", slot))
