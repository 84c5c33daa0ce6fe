"""Live news: after each commit a small hint goes through Valkey to every open page that may know of it.

A hint never carries content, only what to fetch again ("INC-1042 has event 99"); the page fetches it like any other
page, so what a person may see is decided in one place.

Topics: `desk` (every unrestricted ticket), `ticket.<id>`, `person.<id>` (everyone hears their own). A stream asks for them by
`/live/?topics=desk+ticket.12` and receives `event: <name>` with one line of JSON: name, topic, number, event, verb, actor.
"""

from typing import TYPE_CHECKING, Any

from itsm.tickets.hints import publish
from itsm.tickets.models import Event
from itsm.tickets.stream import app

if TYPE_CHECKING:
    from itsm.tickets.models import Ticket

__all__ = ["app", "tell"]

SOMETHING: dict[str, Any] = {"number": None, "event": None, "verb": None, "actor": None}


def tell(event: Event) -> None:
    """An Event was recorded: its ticket's page has news, and so has every list in which it stands."""
    ticket = event.ticket
    to = {f"ticket.{ticket.pk}": "ticket"}
    if not ticket.restricted:
        to["desk"] = "queue"
    publish(to, hint_of(event, ticket), check=ticket.restricted)
    if ticket.restricted and "restricted" in event.details:  # lists drop its row without learning which
        publish({"desk": "queue"}, SOMETHING)


def hint_of(event: Event, ticket: "Ticket") -> dict[str, Any]:
    return {"number": ticket.number, "event": event.pk, "verb": event.verb, "actor": event.actor_id}
