"""What a practice adds to the ticket page: a small template with what it needs, beside the ground floor's own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from itsm.frame.http import HttpRequest
    from itsm.tickets.models import Ticket


@dataclass(frozen=True)
class Panel:
    """`context` may answer None: then the panel is not shown."""

    template: str
    context: "Callable[[Ticket, HttpRequest], dict[str, Any] | None]"


_panels: dict[str, list[Panel]] = {}


def register_panel(kind: str, panel: Panel) -> None:
    _panels.setdefault(kind, []).append(panel)


def panels_for(ticket: "Ticket", request: "HttpRequest") -> list[dict[str, Any]]:
    shown = [(panel, panel.context(ticket, request)) for panel in _panels.get(ticket.kind, [])]
    return [{"template": panel.template, **context} for panel, context in shown if context is not None]
