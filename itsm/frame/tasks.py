"""What the frame does by itself, at night."""

from celery import shared_task
from django.utils import timezone

from itsm.frame.retention import keeping, kinds


@shared_task(name="frame.keep_retention")
def keep_retention() -> None:
    """Each kind in a task of its own: one that fails or takes long holds up no other."""
    for kind in kinds.all_kinds():
        forget_old.delay(kind.key)


@shared_task(name="frame.forget_old")
def forget_old(key: str) -> None:
    """Much may have grown old at once, as when a rule is new: then it goes on in another task."""
    _gone, done = keeping.forget_old(kinds.named(key), now=timezone.now())
    if not done:
        forget_old.delay(key)
