"""What is wrong with mail that comes in, for whoever watches Baton: nothing is lost, but somebody must look."""

from datetime import datetime, timedelta

from comms.models import Incoming, Mailbox

WAITS_TOO_LONG = timedelta(minutes=10)
UNREAD_TOO_LONG = timedelta(minutes=10)


def complaint(*, now: datetime) -> str:
    """One sentence, or nothing."""
    return stuck(now=now) or unread(now=now)


def stuck(*, now: datetime) -> str:
    late = Incoming.objects.waiting().filter(received_at__lt=now - WAITS_TOO_LONG).order_by("pk")
    oldest = late.values_list("received_at", flat=True).first()
    return f"mail that came in waits to be read since {oldest:%Y-%m-%d %H:%M} UTC" if oldest else ""


def unread(*, now: datetime) -> str:
    failing = Mailbox.objects.filter(is_active=True, failing_since__lt=now - UNREAD_TOO_LONG).first()
    return f"mailbox {failing} cannot be read: {failing.error}" if failing else ""
