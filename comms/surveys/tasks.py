"""Asking in the background. Each task may run twice, be killed, or come late; while surveys are off none does anything."""

from celery import shared_task
from django.utils import timezone

from comms import tasks as mail
from comms.surveys import answering, asking, opening
from comms.surveys.practice import SURVEYS
from itsm.tickets.models import Event, Outbox

CONSUMER = "surveys"


@shared_task(name="comms.follow_for_surveys")
def follow(event_pk: int) -> None:
    with Outbox.dealing_with(event_pk, CONSUMER) as event:
        if event is not None:
            asking.follow(event, now=timezone.now())


def is_on(event: Event) -> bool:
    return SURVEYS.is_on


@shared_task(name="comms.sweep_surveys", expires=60)
def sweep() -> None:
    if SURVEYS.is_on:
        mail.send_all(asking.sweep(now=timezone.now()))
        answering.sweep(now=timezone.now())


@shared_task(name="comms.tend_surveys", expires=3600)
def tend() -> None:
    if SURVEYS.is_on:
        opening.tend(now=timezone.now())
