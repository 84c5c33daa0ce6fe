"""What meetings leave behind, looked after once a day. Each may run twice."""

from celery import shared_task
from django.utils import timezone

from comms.meetings import holding, units
from comms.notices.queue import wake
from itsm.frame.practices import has_address


@shared_task(name="comms.remind_of_meetings", expires=3600)
def remind_of_meetings() -> None:
    """Actions whose day has passed, and units nobody talked with."""
    if not has_address("meetings:list"):  # the practice is off
        return
    now = timezone.now()
    if mails := [*holding.remind(now=now), *units.remind(now=now)]:
        wake("comms.send_mail", mails)
