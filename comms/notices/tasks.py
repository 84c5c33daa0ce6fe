"""Notices in the background. Each task may run twice, be killed, or come late."""

from celery import shared_task
from django.utils import timezone

from comms.notices import downtime, linked, reminding
from itsm.tickets.models import Event


@shared_task(name="comms.pass_on_notice")
def pass_on(event_pk: int) -> None:
    """What a notice said on a ticket is said on its children, too."""
    linked.pass_on(Event.objects.select_related("ticket").get(pk=event_pk))


@shared_task(name="comms.hush_outages")
def hush_outages(event_pk: int) -> None:
    """What outages say of a ticket that is restricted from now on."""
    downtime.hush(event_pk)


@shared_task(name="comms.sweep_reminders", expires=60)
def sweep_reminders() -> None:
    """The one reminder that a notice's writer asked for, once its time has come."""
    reminding.sweep(now=timezone.now())
