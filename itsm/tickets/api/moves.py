"""The verbs of every flow that can be held and that ends with the colleague's word, by API."""

from datetime import datetime
from typing import Any

from itsm.people.models import Person
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import HoldBody, ReopenBody


@verb()
def start(ticket: Any, *, by: Person) -> None:
    """Begin to work on it."""
    ticket.start(by=by)


@verb(HoldBody)
def hold(
    ticket: Any,
    *,
    by: Person,
    reason: str,
    question: str = "",
    until: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Stop working for a reason. Waiting for the colleague needs a question to them; a plan needs its moment."""
    ticket.hold(reason=reason, question=question, until=until, seen=seen, by=by)


@verb()
def resume(ticket: Any, *, by: Person) -> None:
    """Work goes on."""
    ticket.resume(by=by)


@verb()
def confirm(ticket: Any, *, by: Person) -> None:
    """The colleague says that it is done. Nobody can say it for them."""
    ticket.confirm(by=by)


@verb(ReopenBody)
def reopen(ticket: Any, *, by: Person, words: str) -> None:
    """It is not done after all."""
    ticket.reopen(words=words, by=by)


@verb()
def close(ticket: Any, *, by: Person) -> None:
    """Close what is done without waiting for the colleague's word."""
    ticket.close(by=by)
