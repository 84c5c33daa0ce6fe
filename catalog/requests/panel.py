"""What a request adds to the ticket page: what was asked for, under which edition, and how long it should take."""

from typing import Any

from catalog.models import ServiceRequest
from itsm.frame.http import HttpRequest
from itsm.tickets.models import Ticket
from itsm.tickets.panels import Panel, register_panel


def facts(ticket: Ticket, request: HttpRequest) -> dict[str, Any]:
    known: Any = ticket
    return {"edition": known.edition, "offering": known.offering}


def add_to_registry() -> None:
    register_panel(ServiceRequest.KIND, Panel("catalog/panel.html", facts))
