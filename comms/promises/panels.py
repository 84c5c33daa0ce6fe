"""What a ticket's page and a major incident's page show of promises."""

from typing import Any

from django.utils import timezone

from comms.promises import running, talking
from comms.promises.drawing import NAMES, STATES, draw
from incidents.models import MajorIncident
from itsm.frame.http import HttpRequest
from itsm.tickets.models import Ticket
from itsm.tickets.panels import Panel, register_panel

SHOWN = 8  # of the latest steps; the strip shows them all


def of_major(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """The cadence: what was due, what was kept, and the way to the next message."""
    major = ticket.major_incident  # type: ignore[attr-defined]
    return cadence_card(major) if major is not None else None


def cadence_card(major: MajorIncident) -> dict[str, Any] | None:
    now = timezone.now()
    found = running.of_major(major, now=now)
    if found is None or major.declared_at is None:
        return None
    steps = [(NAMES[step.name], STATES[step.state], step) for step in found.cadence.steps]
    return {
        "running": found,
        "cadence": found.cadence,
        "cadence_strip": draw(found.cadence, started=major.declared_at, now=now),
        "cadence_steps": steps[-SHOWN:],
        "ticket": major.incident,
    }


def add_to_registry() -> None:
    for kind in Ticket.Kind.values:
        register_panel(kind, Panel("comms/promises/talk.html", talking.hint))
    register_panel("major", Panel("comms/promises/cadence.html", of_major))
