"""What is agreed to, as a person reads it before they say yes. Each practice describes its own kind of ticket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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
    files: list[Attachment] = field(default_factory=list)


Describe = Callable[[Any], Subject]
_kinds: dict[str, Describe] = {}


def register_subject(kind: str, describe: Describe) -> None:
    """`describe` is given the ticket as its practice knows it."""
    _kinds[kind] = describe


def subject_of(ticket: Ticket) -> Subject:
    describe = _kinds.get(ticket.kind)
    return describe(ticket.specific) if describe else Subject(title=ticket.title, what=ticket.description)


def for_whom(ticket: Ticket) -> tuple[Person, Person | None]:
    """For whom it is, and who asked for it if that is somebody else."""
    on_behalf = ticket.opened_by_id != ticket.requester_id
    return ticket.requester, ticket.opened_by if on_behalf else None
