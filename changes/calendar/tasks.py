"""What the calendar does in the background. Each may run twice or late."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from kombu.exceptions import OperationalError

from changes.calendar import keeping
from changes.models import Change
from itsm.tickets.models import Outbox

logger = logging.getLogger(__name__)
LOOKING, TELLING = "calendar", "calendar.other"  # consumers
# What puts a change into the calendar or takes it out, or gives it to other hands. A new plan is looked at in its own act.
MOVING = (
    "change.submit", "change.reject", "change.revise", "change.cancel", "change.finish", "change.back_out", "change.authorise",
    "ticket.take", "ticket.assign", "ticket.accept", "ticket.hand_over", "ticket.merge",
)  # fmt: skip
AT_ONCE = 50


@shared_task(name="changes.look_again")
def look_again(event_pk: int) -> None:
    with Outbox.dealing_with(event_pk, LOOKING) as event:
        if event is not None:
            changes = Change.objects.filter(pk=event.ticket_id)
            keeping.look_again(changes, by=event.actor, now=timezone.now())


@shared_task(name="changes.tell_the_other")
def tell_the_other(event_pk: int) -> None:
    with Outbox.dealing_with(event_pk, TELLING) as event:
        if event is not None:
            keeping.pass_on(event, now=timezone.now())


@shared_task(name="changes.look_around")
def look_around(occasion: int, since: str, until: str) -> None:
    """An occasion came, moved or went: whatever stands then is looked at anew."""
    begins, ends = parse_datetime(since), parse_datetime(until)
    if begins and ends:
        look_at(keeping.around(occasion, begins, ends))


def wake_to_look_around(occasion: int, since: str, until: str) -> None:
    """A broker that is away loses no more than a day: `look_ahead` comes by, and whoever authorises looks for themselves."""
    try:
        look_around.apply_async((occasion, since, until), retry=False)
    except OperationalError:
        logger.warning("The broker is away; changes around occasion %d are looked at tomorrow.", occasion)


@shared_task(name="changes.look_ahead", expires=3600)
def look_ahead() -> None:
    """Once a day: what services stand on, their hours and closing days change, too."""
    look_at(keeping.ahead(now=timezone.now()))


def look_at(changes: list[Change]) -> None:
    for start in range(0, len(changes), AT_ONCE):
        with transaction.atomic():
            keeping.look_again(changes[start : start + AT_ONCE], by=None, now=timezone.now())
