"""The verbs of a request, by API. Agreeing and declining belong to the approvals."""

from rest_framework import serializers

from catalog.models import ServiceRequest
from itsm.people.models import Person
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import Seen, Words


class FulfilBody(serializers.Serializer):
    words = Words(help_text="What they have now, for the colleague.")
    seen = Seen()


class WithdrawBody(serializers.Serializer):
    reason = Words(allow_blank=True, required=False, help_text="If you like to say.")


@verb(FulfilBody, bulk=True)
def fulfil(ticket: ServiceRequest, *, by: Person, words: str, seen: int | None = None) -> None:
    """They have it; the words tell the colleague what and where."""
    ticket.fulfil(words=words, seen=seen, by=by)


@verb(WithdrawBody)
def withdraw(ticket: ServiceRequest, *, by: Person, reason: str = "") -> None:
    """The colleague needs it no more. Whoever was asked to agree is not asked any more."""
    ticket.withdraw(reason=reason, by=by)
