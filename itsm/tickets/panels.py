"""What a practice adds to the ticket page: a small template with what it needs, beside the ground floor's own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from itsm.frame.practices import is_here

if TYPE_CHECKING:
    from itsm.frame.http import HttpRequest
    from itsm.tickets.models import Ticket


@dataclass(frozen=True)
class Panel:
    """`context` may answer None: then the panel is not shown."""

    template: str
    context: "Callable[[Ticket, HttpRequest], dict[str, Any] | None]"


ANY = "any"  # kind of ticket
_panels: dict[str, list[Panel]] = {}


def register_panel(kind: str, panel: Panel) -> None:
    """`kind` of ticket, ANY, or the name of another page that takes panels: see `panels_for`."""
    _panels.setdefault(kind, []).append(panel)


def panels_for(ticket: "Ticket", request: "HttpRequest", *, page: str = "") -> list[dict[str, Any]]:
    """`page`: another page about a ticket that takes panels, such as "major"; without one, the ticket's own."""
    kinds = [page] if page else [ticket.kind, ANY]
    panels = [panel for kind in kinds for panel in _panels.get(kind, []) if is_here(panel.context)]
    shown = [(panel, panel.context(ticket, request)) for panel in panels]
    return [{"template": panel.template, **context} for panel, context in shown if context is not None]
