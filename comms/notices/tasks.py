"""Notices in the background. Each task may run twice, be killed, or come late."""

from celery import shared_task

from comms.notices import linked
from itsm.tickets.models import Event


@shared_task(name="comms.pass_on_notice")
def pass_on(event_pk: int) -> None:
    """What a notice said on a ticket is said on its children, too."""
    linked.pass_on(Event.objects.select_related("ticket").get(pk=event_pk))
