"""Where the log of reads stands: beside a restricted ticket, and under Set up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.frame.http import HttpRequest
from itsm.people.roles import ADMINISTRATOR, grant
from itsm.tickets.models import Ticket
from itsm.tickets.models.read import AUDIT
from itsm.tickets.panels import ANY, Panel, register_panel

SHOWN = 3


def add_to_house() -> None:
    grant(ADMINISTRATOR, AUDIT)
    register_panel(ANY, Panel("tickets/reads/panel.html", beside))
    setup.add(
        setup.Line(
            label=_("Who read restricted tickets"), url_name="tickets:reads", icon="eye", group=setup.Group.PEOPLE,
            permission=AUDIT, says=_("Each reading by page, file and API: who, which number, when. Not what the ticket says."),
        )
    )  # fmt: skip


def beside(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """An ordinary ticket costs no statement here."""
    if not ticket.restricted or not ticket.shows_readers_to(request.user):
        return None
    return {"reads": list(ticket.reads.latest_first()[:SHOWN])}
