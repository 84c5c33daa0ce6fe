"""The address in a mail or a chat message that takes one answer from one person about one content, without a sign-in.

It names the approval, the fingerprint of what was shown and the day it was written, and is signed. Looking at it never decides:
mail servers and chat programs open links by themselves. The answer does, once; after it, or once the content changed, the
address only says so.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from catalog.models import Approval
from comms.signed import is_mac, mac
from itsm.tickets.models import Channel

SALT = "comms.approvals"
HOLDS = timedelta(days=30)
SHORT = 16  # characters of the fingerprint: the address stands in a mail


@dataclass(frozen=True)
class Found:
    approval: Approval
    digest: str  # of what the letter was about
    channel: str  # by which it came
    expired: bool


def token(approval: Approval, *, now: datetime, channel: str = Channel.MAIL) -> str:
    said = f"{approval.pk}.{approval.step.digest[:SHORT]}.{now.date().toordinal()}.{channel}"
    return f"{said}.{mac(SALT, said)}"


def address(approval: Approval, *, now: datetime, channel: str = Channel.MAIL) -> str:
    return settings.BASE_URL + reverse("comms:approve", args=[token(approval, now=now, channel=channel)])


def read(given: str, *, now: datetime) -> Found | None:
    """What it is about; None if we did not write it, or whoever it was for is no longer here."""
    said, _dot, signature = given.rpartition(".")
    if not is_mac(signature, SALT, said):
        return None
    pk, digest, day, channel = said.split(".")
    mine = Approval.objects.with_subject().filter(pk=pk, person__is_active=True).first()
    expired = now.date() - date.fromordinal(int(day)) > HOLDS
    if mine and mine.step.digest.startswith(digest):
        digest = mine.step.digest
    return Found(mine, digest, channel, expired) if mine else None
