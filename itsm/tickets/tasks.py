"""What the spine does by itself, by the schedule in settings. Each may run twice or at several workers at once."""

from datetime import datetime
from typing import Any

from celery import shared_task
from django.utils import timezone

from itsm.tickets import outbox, usual
from itsm.tickets import sweep as clocks
from itsm.tickets.retarget import hours_from_json, retarget_all

ROUNDS = 40  # of 500 steps; what is left waits for the next beat


@shared_task(name="tickets.sweep", expires=60)
def sweep() -> None:
    """Warnings, breaches and escalations that time has brought."""
    for _round in range(ROUNDS):
        if not clocks.sweep(now=timezone.now()):
            return


@shared_task(name="tickets.catch_up", expires=60)
def catch_up() -> None:
    """News whose task was lost with a broker or a worker."""
    outbox.catch_up(now=timezone.now())


@shared_task(name="tickets.retarget_running")
def retarget_running(before: dict[str, Any] | None = None, edited_at: str = "") -> None:
    """The policy was edited; `before` are the calendars that counted differently until `edited_at`."""
    now = timezone.now()
    hours = {int(pk): hours_from_json(data) for pk, data in (before or {}).items()}
    retarget_all(before=hours, edited_at=datetime.fromisoformat(edited_at) if edited_at else now, now=now)


@shared_task(name="tickets.count_usual_times", expires=3600)
def count_usual_times() -> None:
    """What the portal says is usual."""
    usual.count_anew(now=timezone.now())
