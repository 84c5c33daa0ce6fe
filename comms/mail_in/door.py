"""The one door for mail that comes in: its bytes are kept, then it is acknowledged, then somebody tries to understand it."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from comms.models import Incoming

logger = logging.getLogger(__name__)
LONGEST_ADDRESS = 320
MOST_RECIPIENTS = 200
# Stands before the head of a mail whose body was too large to fetch; then its size.
LEFT_BEHIND = b"X-Baton-Left-In-Mailbox: "


class TooLarge(Exception):
    """More than Baton takes in; the sender's own mail server tells them so."""


def receive(
    raw: bytes,
    *,
    entrance: str,
    envelope_from: str = "",
    envelope_to: Iterable[str] = (),
    now: datetime | None = None,
) -> Incoming:
    """Keep the mail; when this returns it is committed, and whoever brought it may forget it.

    The same bytes again are the same mail: an entrance that is not sure whether it was heard just asks again.
    """
    if len(raw) > largest():
        raise TooLarge
    found = {
        "raw": raw,
        "entrance": entrance,
        "envelope_from": envelope_from[:LONGEST_ADDRESS],
        "envelope_to": [address[:LONGEST_ADDRESS] for address in envelope_to][:MOST_RECIPIENTS],
        "received_at": now or timezone.now(),
    }
    with transaction.atomic(durable=True):
        digest = hashlib.sha256(raw).hexdigest()
        incoming, fresh = Incoming.objects.get_or_create(digest=digest, defaults=found)
    if fresh:
        wake([incoming.pk])
    return incoming


def largest() -> int:
    return int(settings.MAIL_MAX_MB) * 1024 * 1024


def wake(pks: Iterable[int]) -> None:
    """A broker that is away loses nothing: the rows wait for the sweep."""
    try:
        for pk in pks:
            current_app.send_task("comms.understand", (pk,), retry=False)
    except OperationalError:
        logger.warning("The broker is away; mail that came in waits for the sweep.")
