"""Mail that came in, in the background. Each task may run twice, be killed, or come late."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from comms.mail_in import imap, understanding
from comms.mail_in.door import wake
from comms.models import Incoming, Mailbox

logger = logging.getLogger(__name__)


@shared_task(name="comms.understand", time_limit=100)
def understand(pk: int) -> None:
    understanding.attempt(pk, now=timezone.now())


@shared_task(name="comms.understand_forgotten", expires=60)
def understand_forgotten() -> None:
    """Mail whose task or worker was lost, or whose next try has come."""
    forgotten = Incoming.objects.forgotten(now=timezone.now())
    wake(list(forgotten.values_list("pk", flat=True)[:500]))


@shared_task(name="comms.read_mailboxes", expires=60)
def read_mailboxes() -> None:
    """One task for each, so that a server that hangs holds up no other."""
    try:
        for pk in Mailbox.objects.filter(is_active=True).values_list("pk", flat=True):
            read_mailbox.apply_async((pk,), retry=False, expires=60)
    except OperationalError:
        logger.warning("The broker is away; mailboxes are read later.")


@shared_task(name="comms.read_mailbox", time_limit=280)
def read_mailbox(pk: int) -> None:
    for mailbox in Mailbox.objects.filter(pk=pk, is_active=True):
        imap.look(mailbox, now=timezone.now())
