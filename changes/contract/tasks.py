"""Contracts in the background."""

from celery import shared_task

from changes.contract import keeping
from itsm.tickets.models import Outbox


@shared_task(name="changes.remember_contract")
def remember_contract(event_pk: int) -> None:
    with Outbox.dealing_with(event_pk, keeping.CONSUMER) as event:
        if event is not None:
            keeping.remember(event)
