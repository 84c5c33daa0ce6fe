"""Beside an incident: the alerts it was made of, and how many fire still."""

from typing import Any

from django.db.models import Count, Q

from incidents.models import Alert, Incident
from itsm.frame.http import HttpRequest
from itsm.tickets.models import Ticket
from itsm.tickets.panels import Panel, register_panel

SHOWN = 5


def alerts(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """Two queries on what monitoring opened, one on everything else."""
    rows = Alert.objects.filter(incident=ticket.pk)
    counted = rows.aggregate(all=Count("pk"), firing=Count("pk", filter=Q(state=Alert.State.FIRING)))
    if not counted["all"] or not request.user.works_the_desk:
        return None
    return {"alerts": rows.order_by("state", "severity", "-heard_at")[:SHOWN], "counted": counted}


def add_to_registry() -> None:
    register_panel(Incident.KIND, Panel("incidents/alerts/panel.html", alerts))
