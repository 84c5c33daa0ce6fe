"""What is done for people outside a request."""

from datetime import timedelta
from smtplib import SMTPException

from celery import shared_task
from django.utils import timezone

from itsm.people import letters
from itsm.people.models import DataCopy, Erasure, Person

LOST = timedelta(
    minutes=10
)  # longer than most tasks may live; an erasing that still goes on is not begun twice
ALL_TABLES = 6 * 3600  # seconds: an erasing reads every word there is


@shared_task(
    name="people.send_password_link",
    autoretry_for=(OSError, SMTPException),
    retry_backoff=True,
    max_retries=8,
)
def send_password_link(person_id: int, occasion: str) -> None:
    """Twice is harmless: both links work until one is used."""
    person = Person.objects.active().filter(pk=person_id).first()
    if person:
        letters.mail_password_link(person, occasion=occasion)


@shared_task(name="people.erase_person", time_limit=ALL_TABLES)
def erase_person(erasure: int) -> None:
    """All or nothing, so that it may be begun again at any time."""
    from itsm.people.privacy import erasing

    erasing.carry_out(erasure, now=timezone.now())


@shared_task(name="people.copy_data")
def copy_data(copy: str) -> None:
    """Made twice, the second takes the place of the first."""
    from itsm.people.privacy import copying

    copying.make(copy, now=timezone.now())


@shared_task(name="people.tend_privacy")
def tend_privacy() -> None:
    """What lost its worker goes on; copies whose time is over go."""
    from itsm.people.privacy import copying

    before = timezone.now() - LOST
    for erasure in Erasure.objects.filter(done_at=None, at__lt=before):
        erase_person.delay(erasure.pk)
    for copy in DataCopy.objects.filter(made_at=None, asked_at__lt=before):
        copy_data.delay(str(copy.pk))
    copying.forget_old(now=timezone.now())
