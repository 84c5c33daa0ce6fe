"""Where mail goes when no mail server is set."""

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)


class Kept(BaseEmailBackend):
    """Nowhere: the delivery row keeps the mail, and the demo's mailbox page shows it.

    A row's mail brings its own Message-ID. What has no row, such as the link to set a new password, goes to the log, or nobody could follow it.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            if "Message-ID" not in mail.extra_headers:
                logger.info("Mail to %s: %s\n%s", ", ".join(mail.to), mail.subject, mail.body)
        return len(email_messages)
