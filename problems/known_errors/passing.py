"""The worker's side of `communicate`: ticket by ticket, some at a time, so that no worker is held up and nobody who works
on one waits for the others.
"""

import logging

from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Event, Outbox
from problems.models import KnownError

logger = logging.getLogger(__name__)
CONSUMER = "known_errors"
VERB = "ticket.communicate_known_error"
MOST = 50  # tickets that one task writes on


def pass_on(event_pk: int, *, after: int = 0, most: int = MOST) -> int | None:
    """Tell the next ones: those whose colleague comes after `after`. Says after whom to go on, None when all are told.

    Each ticket is a transaction of its own, and a colleague's trial is the claim. So a worker that is killed leaves the
    Outbox row, whoever comes next begins again with those who are left, and two at once tell nobody twice.
    """
    event = Event.objects.select_related("actor").get(pk=event_pk)
    known = KnownError.objects.get(pk=event.details["known_error_id"])
    told = tell_next(known, event, after=after, most=most) if is_current(known, event) else []
    if len(told) == most:
        return told[-1]
    with Outbox.dealing_with(event_pk, CONSUMER):
        pass
    return None


def is_current(known: KnownError, event: Event) -> bool:
    """Nobody took it back meanwhile."""
    return known.state == KnownError.State.PUBLISHED and known.edition == event.details["edition"]


def tell_next(known: KnownError, event: Event, *, after: int, most: int) -> list[int]:
    by: Person = event.actor  # type: ignore[assignment]  # a person did it
    tickets = list(known.tickets_to_tell(by).filter(requester__gt=after)[:most])
    for ticket in tickets:
        try:
            known.offer(ticket.specific, by=by, words=event.details["words"])
        except Refused as refused:
            logger.warning("%s was not told of %s: %s", ticket.number, known.number, refused)
    return [ticket.requester_id for ticket in tickets]
