"""Chat in the background. Each task may run twice, be killed, or come late."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from comms.chat import posting
from comms.models import ChatSeen, Room, Update
from itsm.tickets import hints
from itsm.tickets.models import Event, Outbox

logger = logging.getLogger(__name__)
CONSUMER = "chat"
LISTENING = "chat_listens"  # whether any room hears of tickets


@shared_task(name="comms.chat_tell")
def tell(event_pk: int) -> None:
    """Rooms hear of this event; their messages go out after commit."""
    with Outbox.dealing_with(event_pk, CONSUMER) as event:
        if event is not None:
            transaction.on_commit(partial(wake, posting.tell_event(event, now=timezone.now())))


@shared_task(name="comms.chat_tell_update")
def tell_update(update_pk: int) -> None:
    update = Update.objects.select_related("notice__ticket").get(pk=update_pk)
    wake(posting.tell_update(update, now=timezone.now()))


@shared_task(name="comms.chat_send", time_limit=120)
def send(pks: list[int]) -> None:
    posting.send(pks)


@shared_task(name="comms.chat_catch_up", expires=60)
def catch_up() -> None:
    """Posts whose task or worker was lost, or whose pause is over; requests too old to be replayed are forgotten."""
    now = timezone.now()
    wake(list(posting.due(now=now).order_by("pk").values_list("pk", flat=True)[:500]))
    ChatSeen.objects.filter(at__lt=now - timedelta(days=1)).delete()


def wake(pks: list[int]) -> None:
    """A broker that is away loses nothing: the rows wait for `catch_up`."""
    if pks:
        try:
            send.apply_async((pks,), retry=False)
        except OperationalError:
            logger.warning("The broker is away; %d chat messages wait for the sweep.", len(pks))


def wake_after(pks: list[int]) -> None:
    """Once the rows are there for others to see."""
    if pks:
        transaction.on_commit(partial(wake, pks))


def somebody_listens(_event: Event) -> bool:
    """Asked with every event, so the answer is kept for a minute; a room that is changed forgets it."""
    rooms = Room.objects.filter(is_active=True, tickets=True)
    return hints.remembered(LISTENING, rooms.exists, seconds=60)


def forget_rooms(**_: Any) -> None:
    hints.forget(LISTENING)
