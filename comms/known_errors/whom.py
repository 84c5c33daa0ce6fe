"""Who hears what becomes of a way round."""

from collections.abc import Iterator

from comms.models import Reason
from comms.recipients import Told, holder, people
from itsm.tickets.models import Event


def holder_if_it_fails(event: Event) -> Iterator[Told]:
    """The ticket is theirs again. That it works needs no mail, unless something was said with it."""
    if event.details["answer"] == "fails" or event.comment:
        yield from holder(event)


def owner_if_doubted(event: Event) -> Iterator[Told]:
    """The answers took it back: nobody else would notice."""
    if event.actor is None:
        for person in people([event.details["owner"]]):
            yield Told(person, Reason.OWNS)
