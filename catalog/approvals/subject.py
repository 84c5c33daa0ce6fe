"""What is agreed to, as a person reads it before they say yes. Each practice describes its own kind of ticket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from itsm.people.models import Person
from itsm.tickets.models import Attachment, Ticket


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`lines` are pairs of a question and its answer; `version` is what the timeline calls it: “edition 3”."""

    title: str
    what: str = ""
    version: str = ""
    cost: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)


Describe = Callable[[Any], Subject]
_kinds: dict[str, Describe] = {}


def register_subject(kind: str, describe: Describe) -> None:
    """`describe` is given the ticket as its practice knows it."""
    _kinds[kind] = describe


def is_agreed_to(kind: str) -> bool:
    """Tickets of this kind may need somebody's yes."""
    return kind in _kinds


def subject_of(ticket: Ticket) -> Subject:
    describe = _kinds.get(ticket.kind)
    return describe(ticket.specific) if describe else Subject(title=ticket.title, what=ticket.description)


def for_whom(ticket: Ticket) -> tuple[Person, Person | None]:
    """For whom it is, and who asked for it if that is somebody else."""
    on_behalf = ticket.opened_by_id != ticket.requester_id
    return ticket.requester, ticket.opened_by if on_behalf else None


def files_of(ticket: Ticket) -> "QuerySet[Attachment]":
    """What came with the asking itself belongs to what is agreed to; what was sent later does not."""
    return Attachment.objects.filter(ticket=ticket.pk, event__verb=f"{ticket.kind}.open").order_by("pk")
