"""Mail through a provider's API: its noes are put as a mail server's would be, and its own number for a mail is kept.

By that number the provider tells us later what became of the mail; see `comms.mail_in.tracking`.
"""

from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from comms.models import Delivery

NEVER, LATER = 550, 450
# About our account, or about the provider: any other mail would fare no better.
GENERAL = {401, 402, 403, 404, 408, 429}
LONGEST_ID = 200


def send(server: BaseEmailBackend, mail: EmailMessage, row: Delivery) -> None:
    """Returns once the backend has taken it, whatever backend it is."""
    if not settings.EMAIL_BACKEND.startswith("anymail."):
        server.send_messages([mail])
        return
    from anymail.exceptions import AnymailError

    try:
        server.send_messages([mail])
    except AnymailError as error:
        raise as_by_smtp(error, row.address) from error
    given = mail.anymail_status.message_id  # type: ignore[attr-defined]
    if given:
        Delivery.objects.filter(pk=row.pk).update(provider_id=str(given)[:LONGEST_ID])


def as_by_smtp(error: Any, address: str) -> Exception:
    """One that is about this mail alone names its recipient, and the next may go."""
    from anymail.exceptions import AnymailAPIError

    said = " ".join(str(error).split())[:250]
    if not isinstance(
        error, AnymailAPIError
    ):  # all its recipients were refused, or it cannot say what stands in the mail
        return SMTPRecipientsRefused({address: (NEVER, said.encode())})
    if 400 <= (error.status_code or 0) < 500 and error.status_code not in GENERAL:
        return SMTPRecipientsRefused({address: (LATER, said.encode())})
    return SMTPException(said)
