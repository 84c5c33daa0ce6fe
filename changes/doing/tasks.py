"""Looking after changes in the background. May run twice or at several workers at once."""

from celery import shared_task
from django.utils import timezone

from changes.doing import late


@shared_task(name="changes.escalate_reviews", expires=300)
def escalate_reviews() -> None:
    late.escalate(now=timezone.now())
