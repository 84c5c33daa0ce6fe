"""What an incident adds to the ticket page: its category, why it waits, how it ended, its major incident."""

from typing import Any

from incidents.models import Incident
from itsm.frame.http import HttpRequest
from itsm.tickets.models import Ticket
from itsm.tickets.panels import Panel, register_panel


def facts(ticket: Ticket, request: HttpRequest) -> dict[str, Any]:
    return {"major": ticket.major_incident}  # type: ignore[attr-defined]


def add_to_registry() -> None:
    register_panel(Incident.KIND, Panel("incidents/panel.html", facts))
