"""What the spine does when something happened: tell open pages, and give running clocks an edited policy."""

import logging
from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from kombu.exceptions import OperationalError

from itsm.services.calendars import WorkingHours
from itsm.services.policy import current_policy
from itsm.services.signals import policy_changed
from itsm.tickets import live
from itsm.tickets.models import Event
from itsm.tickets.retarget import edited, hours_to_json
from itsm.tickets.signals import event_recorded
from itsm.tickets.tasks import retarget_running

logger = logging.getLogger(__name__)


@receiver(event_recorded, dispatch_uid="tickets.tell_open_pages")
def tell_open_pages(event: Event, **_: Any) -> None:
    live.tell(event)


@receiver(policy_changed, dispatch_uid="tickets.retarget")
def retarget(before: Mapping[int, WorkingHours], **_: Any) -> None:
    changed = edited(before, current_policy().calendars)
    arguments = ({str(pk): hours_to_json(hours) for pk, hours in changed.items()}, timezone.now().isoformat())
    try:
        retarget_running.apply_async(arguments, retry=False)
    except OperationalError:  # only we still know the old hours: the broker being away must not lose them
        logger.warning("The broker is away; running clocks get the edited policy here and now.")
        retarget_running(*arguments)
