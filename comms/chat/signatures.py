"""Is this request from the chat server it says it is from, and from now?"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from comms.models import ChatSeen

LATE = timedelta(minutes=5)
LARGEST = 256 * 1024  # bytes: a chat message is never larger


class Forged(Exception):
    """Not from there, too late, or a second time."""


def check_slack(secret: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> str:
    """Slack signs "v0:timestamp:body" with the app's secret. Returns what makes this request itself, for `once`."""
    stamp, given = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not stamp.isdecimal() or abs(now.timestamp() - int(stamp[:12])) > LATE.total_seconds():
        raise Forged
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    if not secret or not hmac.compare_digest(f"v0={made}".encode(), given.encode()):
        raise Forged
    return given


def check_mattermost(secret: str, given: str, stamp: str, *, now: datetime) -> None:
    """Mattermost sends the token of the command or webhook with each request; webhooks say when, in milliseconds."""
    if not secret or not hmac.compare_digest(secret.encode(), given.encode()):
        raise Forged
    if stamp and (
        not stamp.isdecimal() or abs(now.timestamp() - int(stamp[:16]) / 1000) > LATE.total_seconds()
    ):
        raise Forged


def once(reference: str, *, now: datetime) -> bool:
    """False the second time. The row is written in the transaction that acts on the request."""
    _seen, new = ChatSeen.objects.get_or_create(reference=reference[:120], defaults={"at": now})
    return new
