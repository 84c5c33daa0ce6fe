"""What time does to incidents: a confirmation that never came, a planned moment that has."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from incidents.models import Incident
from itsm.tickets.errors import Refused

logger = logging.getLogger(__name__)
CHUNK = 200  # of one run; the next beat takes the rest


def close_confirmed(*, now: datetime) -> int:
    """Close what was resolved long enough without a word from the colleague."""
    return each(
        Incident.objects.to_close(now=now)[:CHUNK],
        still=lambda incident: bool(incident.closes_at and incident.closes_at <= now),
        then=lambda incident: incident.close(by=None, now=now),
    )


def wake_planned(*, now: datetime) -> int:
    """Give the baton back to the desk where the planned moment has come."""
    return each(
        Incident.objects.to_wake(now=now)[:CHUNK],
        still=lambda incident: bool(incident.wakes_at and incident.wakes_at <= now),
        then=lambda incident: incident.resume(by=None, now=now),
    )


def each(
    incidents: Iterable[Incident], *, still: Callable[[Incident], bool], then: Callable[[Incident], None]
) -> int:
    """One transaction each. Another worker or a person may have been faster, so each is looked at again under its lock."""
    done = 0
    for incident in incidents:
        try:
            with incident.hold_still():
                if still(incident):
                    then(incident)
                    done += 1
        except Refused as reason:
            logger.info("Left alone: %s", reason)
    return done
