"""Mail rows to the mail server, each exactly once as far as anybody can.

A row is claimed (queued → sending), handed to the server, and marked (sending → sent), each step by a conditional update. A
worker killed before the server said OK, or a server that failed: the mail is tried again and nobody has it twice. Between the
server's OK and our mark lies one commit, about a millisecond, in which a kill leaves a mail of which nobody can know whether
it went out. Then the claim runs out after three minutes and the mail is sent again: a word told twice is better than
one never told, and its Message-ID is the same, by which mail servers and readers drop the second copy. While the
database is away the mark is tried again for as long as the task may live, so only the death of the worker itself counts.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from comms import providing
from comms.models import Delivery
from comms.outgoing import message

logger = logging.getLogger(__name__)

ENOUGH = 60.0  # seconds of one task; what is left is found by `forgotten`
MARK_WITHIN = 45.0  # seconds to wait for a database that went away; task limit 120 s > ENOUGH + MARK_WITHIN
PERMANENT = range(500, 600)
NOBODY_TO_SEND = "EMAIL_URL is not set, so no mail leaves Baton."


def send(pks: Iterable[int]) -> int:
    """Send these rows over one connection; says how many went out. Rows somebody else has, or sent, are left alone."""
    started, sent = time.monotonic(), 0
    rows = Delivery.objects.due(now=timezone.now()).filter(pk__in=list(pks))
    rows = rows.select_related("person", "event__ticket", "event__actor")
    server = mail.get_connection()
    try:
        for row in rows.order_by("pk"):
            if time.monotonic() - started > ENOUGH:
                break
            went, goes_on = send_one(row, server)
            sent += went
            if not goes_on:
                break
    finally:
        server.close()
    return sent


def send_one(row: Delivery, server: BaseEmailBackend) -> tuple[bool, bool]:
    """(it went out, the server is worth another mail)"""
    if not row.claim(now=timezone.now()):
        return False, True
    if (row.person and not row.person.is_active) or not leaves():
        mark(row, Delivery.State.SKIPPED, error="" if leaves() else NOBODY_TO_SEND)
        return False, True
    try:
        server.open()  # keeps the connection it has
        providing.send(server, message(row), row)
    except (SMTPException, OSError) as error:
        server.close()
        return False, refused(row, error)
    mark(row, Delivery.State.SENT)
    return True, True


def leaves() -> bool:
    """Without a mail server the demo keeps its mail for the mailbox page; a real desk must see that nothing went out."""
    return settings.DEMO or not settings.EMAIL_BACKEND.endswith(".Kept")


def refused(row: Delivery, error: Exception) -> bool:
    """Say why it did not go out; True if that is about this mail only."""
    said = f"{type(error).__name__}: {error}"
    logger.warning("Mail %s to %s did not go out: %s", row.pk, row.address, said)
    if code(error) in PERMANENT:
        row.settle(Delivery.State.FAILED, now=timezone.now(), error=said)
    else:
        row.put_back(now=timezone.now(), error=said)
    return isinstance(error, SMTPRecipientsRefused)


def code(error: Exception) -> int:
    if isinstance(error, SMTPRecipientsRefused):
        return max((answer[0] for answer in error.recipients.values()), default=0)
    # A refused sign-in or greeting is about our settings, which somebody will mend; only a refused message is final.
    final = isinstance(error, SMTPResponseException) and type(error).__name__ in {
        "SMTPDataError",
        "SMTPSenderRefused",
    }
    return error.smtp_code if final and isinstance(error, SMTPResponseException) else 0


def mark(row: Delivery, state: str, *, error: str = "", now: datetime | None = None) -> None:
    """Write down what became of it, waiting for a database that went away in between."""
    deadline = time.monotonic() + MARK_WITHIN
    while True:
        try:
            return row.settle(state, now=now or timezone.now(), error=error)
        except (DatabaseError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > deadline:
                raise
            connection.close()
            time.sleep(0.5)
