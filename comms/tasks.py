"""Alerts in the background. Each task may run twice, be killed, or come late."""

import logging
from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from comms import fanout, lines, sending, telling
from comms.budget import digests, weekly
from comms.chat import tasks as chat
from comms.models import Delivery
from comms.notices.queue import wake
from comms.status import following
from itsm.tickets.models import Outbox

logger = logging.getLogger(__name__)
CONSUMER = "comms"
PEOPLE_EACH = 50  # whose digests one task writes


@shared_task(name="comms.tell")
def tell(event_pk: int) -> None:
    """Who is told of this event; their mails go out after commit."""
    with Outbox.dealing_with(event_pk, CONSUMER) as event:
        if event is not None:
            transaction.on_commit(partial(send_all, telling.tell(event, now=timezone.now())))


@shared_task(name="comms.send_mail", time_limit=120)
def send_mail(pks: list[int]) -> None:
    sending.send(pks)


@shared_task(name="comms.fan_out", time_limit=300)
def fan_out(update_pk: int) -> None:
    """A row for everyone a notice's message is for, and for every chat room that hears it."""
    fanout.fan_out(update_pk, now=timezone.now())
    chat.tell_update(update_pk)


@shared_task(name="comms.send_update", time_limit=120)
def send_update(update_pk: int) -> None:
    """A few seconds of one line, then to the end of the queue: everybody else's turn comes in between."""
    if lines.work(update_pk):
        wake("comms.send_update", update_pk)


@shared_task(name="comms.send_forgotten", expires=60)
def send_forgotten() -> None:
    """Mail whose task or worker was lost, or whose pause is over."""
    now = timezone.now()
    Delivery.objects.free_stuck(now=now)
    fanout.look_after(now=now)
    send_all(list(Delivery.objects.forgotten(now=now).values_list("pk", flat=True)[:1000]))


@shared_task(name="comms.send_digests", expires=30)
def send_digests() -> None:
    """Whoever has lines whose time has come, shared out to the workers. What is lost here is found half a minute later."""
    digests.note_delivered(now=timezone.now())
    people = digests.due(now=timezone.now())
    for start in range(0, len(people), PEOPLE_EACH):
        gather_digests.apply_async((people[start : start + PEOPLE_EACH],), retry=False, expires=60)


@shared_task(name="comms.warn_of_too_much", expires=3600)
def warn_of_too_much() -> None:
    """Once a week, whatever hour the schedule comes round."""
    send_all(weekly.warn(now=timezone.now()))


@shared_task(name="comms.gather_digests", time_limit=120)
def gather_digests(people: list[int]) -> None:
    """Each in a transaction of its own; one that fails stands in nobody else's way."""
    written = []
    for person in people:
        try:
            written.append(digests.gather(person, now=timezone.now()))
        except Exception:
            logger.exception("The digest of person %d could not be written.", person)
    send_all([row.pk for row in written if row])


def send_all(pks: list[int]) -> None:
    """A broker that is away loses nothing: the rows wait for `send_forgotten`."""
    try:
        for chunk in telling.chunks(pks):
            send_mail.apply_async((chunk,), retry=False)
    except OperationalError:
        logger.warning("The broker is away; %d mails wait for the sweep.", len(pks))


@shared_task(name="comms.forget_unconfirmed", expires=3600)
def forget_unconfirmed() -> None:
    following.forget_unconfirmed(now=timezone.now())
