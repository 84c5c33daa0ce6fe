"""Mail as mail programs write it, and the way it takes through the door."""

from email.message import EmailMessage
from typing import Any

from comms.mail_in import understanding
from comms.mail_in.door import receive
from comms.models import Incoming

DESK = "desk@localhost"  # the sender of our mail in tests


def mail(
    sender: Any, *, to: str = DESK, subject: str = "Printer jams", text: str = "It jams.\n", **headers: str
) -> EmailMessage:
    made = EmailMessage()
    made["From"] = f"{sender.name} <{sender.email}>" if hasattr(sender, "email") else sender
    made["To"], made["Subject"] = to, subject
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def arrives(message: EmailMessage | bytes, *, envelope_from: str = "a@b.example") -> Incoming:
    """Through the door, and understood at once, as the worker would."""
    raw = message if isinstance(message, bytes) else message.as_bytes()
    incoming = receive(raw, entrance=Incoming.Entrance.SMTP, envelope_from=envelope_from)
    understanding.attempt(incoming.pk, now=incoming.received_at)
    incoming.refresh_from_db()
    return incoming
