"""What problems do by themselves, by the schedule in settings or because something happened to one of their incidents."""

from celery import shared_task
from django.utils import timezone

from itsm.frame.practices import find
from problems import current
from problems.recurrence import proposing, watching


def is_on() -> bool:
    practice = find("problems")
    return practice is not None and practice.is_on


@shared_task(name="problems.look_for_recurrences", expires=600)
def look_for_recurrences() -> None:
    if is_on():
        proposing.propose(now=timezone.now())


@shared_task(name="problems.watch", expires=300)
def watch() -> None:
    """One index probe each where nothing is watched and no risk accepted."""
    if is_on():
        current.end_watches(now=timezone.now())
        current.take_up_risks(now=timezone.now())
        watching.watch(now=timezone.now())


@shared_task(name="problems.count_anew", expires=3600)
def count_anew() -> None:
    """Time passes for incidents that are still open, and for “still happens”."""
    if is_on():
        current.count_anew(now=timezone.now())


@shared_task(name="problems.keep_cost")
def keep_cost(event_pk: int) -> None:
    current.keep_cost(event_pk, now=timezone.now())
