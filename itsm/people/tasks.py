"""What is done for people outside a request."""

from smtplib import SMTPException

from celery import shared_task
from django.core.management import call_command

from itsm.people import letters
from itsm.people.models import Person


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


@shared_task(name="people.clear_sessions")
def clear_sessions() -> None:
    call_command("clearsessions")
