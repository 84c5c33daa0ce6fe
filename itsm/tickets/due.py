"""What time does to tickets: a confirmation that never came, a planned moment that has."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from itsm.tickets.errors import Refused
from itsm.tickets.models import Ending, Waiting

logger = logging.getLogger(__name__)
CHUNK = 200  # of one run; the next beat takes the rest


def close_confirmed(practice: type[Ending], *, now: datetime) -> int:
    """Close what was done long enough without a word from the colleague."""
    rows: Any = practice
    return each(
        rows.objects.filter(status=practice.DONE, closes_at__lte=now)[:CHUNK],
        still=lambda ticket: bool(ticket.closes_at and ticket.closes_at <= now),
        then=lambda ticket: ticket.close(by=None, now=now),
    )


def wake_planned(practice: type[Waiting], *, now: datetime) -> int:
    """Give the baton back to the desk where the planned moment has come."""
    rows: Any = practice
    return each(
        rows.objects.filter(open=True, wakes_at__lte=now)[:CHUNK],
        still=lambda ticket: bool(ticket.wakes_at and ticket.wakes_at <= now),
        then=lambda ticket: ticket.resume(by=None, now=now),
    )


def each(tickets: Iterable[Any], *, still: Callable[[Any], bool], then: Callable[[Any], None]) -> int:
    """One transaction each. Another worker or a person may have been faster, so each is looked at again under its lock."""
    done = 0
    for ticket in tickets:
        try:
            with ticket.hold_still():
                if still(ticket):
                    then(ticket)
                    done += 1
        except Refused as reason:
            logger.info("Left alone: %s", reason)
    return done
