"""The verbs of a request, by API. Agreeing and declining belong to the approvals."""

from datetime import datetime

from rest_framework import serializers

from catalog.models import ServiceRequest
from itsm.people.models import Person
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import HoldBody, ReopenBody, Seen, Words


class FulfilBody(serializers.Serializer):
    words = Words(help_text="What they have now, for the colleague.")
    seen = Seen()


class WithdrawBody(serializers.Serializer):
    reason = Words(allow_blank=True, required=False, help_text="If you like to say.")


@verb()
def start(ticket: ServiceRequest, *, by: Person) -> None:
    """Begin to work on it."""
    ticket.start(by=by)


@verb(HoldBody)
def hold(
    ticket: ServiceRequest,
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
def resume(ticket: ServiceRequest, *, by: Person) -> None:
    """Work goes on."""
    ticket.resume(by=by)


@verb(FulfilBody, bulk=True)
def fulfil(ticket: ServiceRequest, *, by: Person, words: str, seen: int | None = None) -> None:
    """They have it; the words tell the colleague what and where."""
    ticket.fulfil(words=words, seen=seen, by=by)


@verb()
def confirm(ticket: ServiceRequest, *, by: Person) -> None:
    """The colleague says that they have it. Nobody can say it for them."""
    ticket.confirm(by=by)


@verb(ReopenBody)
def reopen(ticket: ServiceRequest, *, by: Person, words: str) -> None:
    """It is not done after all."""
    ticket.reopen(words=words, by=by)


@verb()
def close(ticket: ServiceRequest, *, by: Person) -> None:
    """Close what is fulfilled without waiting for the colleague's word."""
    ticket.close(by=by)


@verb(WithdrawBody)
def withdraw(ticket: ServiceRequest, *, by: Person, reason: str = "") -> None:
    """The colleague needs it no more. Whoever was asked to agree is not asked any more."""
    ticket.withdraw(reason=reason, by=by)
