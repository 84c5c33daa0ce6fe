"""In the first days of a month the briefing of the last one is drafted. It may run twice: there is one for each month."""

from celery import shared_task
from django.utils import timezone

from comms.briefing.making import Month, make
from comms.models import BriefingCopy
from itsm.frame.practices import has_address


@shared_task(name="comms.draft_briefing", expires=3600)
def draft_briefing() -> None:
    """Only where somebody was ever sent one, or is named: nobody needs a draft that nobody reads."""
    if has_address("briefing:list") and BriefingCopy.objects.exists():
        now = timezone.now()
        make(Month.over(now=now), now=now)
