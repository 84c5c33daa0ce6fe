"""In the background. Each task may run twice, be killed, or come late; while feedback is off none does anything."""

from celery import shared_task
from django.utils import timezone

from comms import tasks as mail
from comms.feedback import digest, telling
from comms.feedback.practice import FEEDBACK
from comms.improvements import telling as improvements
from comms.models import Reason

PEOPLE_EACH = 200  # whose digests one task writes


@shared_task(name="comms.tell_feedback")
def tell(step_pk: int) -> None:
    mail.send_all(telling.tell(step_pk, now=timezone.now()))


@shared_task(name="comms.sweep_feedback", expires=60)
def sweep() -> None:
    """What a lost broker or worker forgot."""
    if FEEDBACK.is_on:
        telling.tell_forgotten(now=timezone.now())


@shared_task(name="comms.say_what_came_of_it", expires=3600)
def say_what_came_of_it() -> None:
    """The weekly mail, shared out to the workers; nobody gets a second one, however often this runs."""
    now = timezone.now()
    week = digest.Week.before(now)
    if not FEEDBACK.is_on or not (week.items or week.thanks):
        return
    people = sorted(digest.readers(now=now).items())
    for start in range(0, len(people), PEOPLE_EACH):
        write_digests.apply_async((people[start : start + PEOPLE_EACH],), retry=False, expires=3600)


@shared_task(name="comms.write_what_came_of_it", time_limit=120)
def write_digests(people: list[tuple[int, str]]) -> None:
    now = timezone.now()
    reasons = {pk: Reason(reason) for pk, reason in people}
    mail.send_all(digest.write(reasons, digest.Week.before(now), now=now))


@shared_task(name="comms.remind_of_improvements", expires=3600)
def remind_of_improvements() -> None:
    if FEEDBACK.is_on:
        improvements.remind(now=timezone.now())
