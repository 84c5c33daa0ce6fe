"""What incidents do by themselves, by the schedule in settings or because a parent has news."""

from celery import shared_task
from django.utils import timezone

from incidents import downtime, family
from incidents.models import Incident
from itsm.tickets import due
from itsm.tickets.models import Outbox


@shared_task(name="incidents.close_confirmed", expires=300)
def close_confirmed() -> None:
    due.close_confirmed(Incident, now=timezone.now())


@shared_task(name="incidents.wake_planned", expires=300)
def wake_planned() -> None:
    due.wake_planned(Incident, now=timezone.now())


@shared_task(name="incidents.tell_children")
def tell_children(event_pk: int) -> None:
    for event in family.waiting(event_pk):
        family.pass_on(event)


@shared_task(name="incidents.keep_downtime")
def keep_downtime(event_pk: int) -> None:
    with Outbox.dealing_with(event_pk, downtime.CONSUMER) as event:
        if event is not None:
            downtime.follow(event)
