"""What an incident adds to the ticket page: its category, why it waits, how it ended, its major incident."""

from typing import Any

from django.utils import timezone

from incidents.models import Incident
from itsm.frame.http import HttpRequest
from itsm.services.outages.worth import lost_with
from itsm.tickets.models import Ticket
from itsm.tickets.panels import Panel, register_panel


def facts(ticket: Ticket, request: HttpRequest) -> dict[str, Any]:
    major = ticket.major_incident  # type: ignore[attr-defined]
    return {"major": major, "lost": lost_with(ticket.number, now=timezone.now()) if major else []}


def add_to_registry() -> None:
    register_panel(Incident.KIND, Panel("incidents/panel.html", facts))
