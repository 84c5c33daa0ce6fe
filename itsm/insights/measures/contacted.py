"""Whether a person came to us in a time: one meaning for every figure that asks for it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from itsm.tickets.models import Event, Ticket


def contacted(person: str, *, since: Any, until: Any) -> Q:
    """A ticket of theirs, a word of theirs on one, or a talk with them that one of us wrote down. `person`: the row's field."""
    time = {"gte": since, "lt": until}
    opened = {f"opened_at__{way}": moment for way, moment in time.items()}
    happened = {f"at__{way}": moment for way, moment in time.items()}
    tickets = Ticket.objects.filter(requester=OuterRef(person), **opened).order_by()
    words = Q(verb="ticket.reply", actor=OuterRef(person)) | Q(verb="ticket.log")
    talks = Event.objects.filter(words, ticket__requester=OuterRef(person), **happened).order_by()
    return Q(Exists(tickets)) | Q(Exists(talks))
