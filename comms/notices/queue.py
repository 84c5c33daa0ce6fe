"""From a message to the mails about it: by name, so that the words know nothing of how mail is sent."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

from comms.models import Update

logger = logging.getLogger(__name__)


def fan_out(update: Update) -> None:
    """Wake the worker. A broker that is away loses nothing: a sweep finds messages that nobody has fanned out."""
    wake("comms.fan_out", update.pk)


def wake(task: str, *args: object) -> None:
    try:
        current_app.send_task(task, args, retry=False)
    except OperationalError:
        logger.warning("The broker is away; %s %s waits for the sweep.", task, args)
