"""The address in the mail by which one sponsor reads one briefing, without a sign-in. It names their copy, and is signed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from comms.models import Briefing, BriefingCopy
from comms.signed import is_mac, mac

SALT = "comms.briefing"
GRACE = timedelta(days=31)  # after the next one went out
LONGEST = timedelta(days=93)  # where none followed


@dataclass(frozen=True)
class Found:
    copy: BriefingCopy
    expired: bool


def token(copy: BriefingCopy) -> str:
    return f"{copy.pk}.{mac(SALT, str(copy.pk))}"


def address(copy: BriefingCopy) -> str:
    return settings.BASE_URL + reverse("briefing:read", args=[token(copy)])


def read(given: str, *, now: datetime) -> Found | None:
    """Whose copy it is; None if we did not write it, it was not sent, or they are no longer here."""
    said, _dot, signature = given.partition(".")
    if not said.isdecimal() or len(said) > 18 or not is_mac(signature, SALT, said):
        return None
    sent = BriefingCopy.objects.filter(pk=said, person__is_active=True, briefing__sent_at__isnull=False)
    copy = sent.select_related("briefing__sent_by", "person").first()
    return Found(copy, now > ends(copy.briefing)) if copy else None


def ends(briefing: Briefing) -> datetime:
    """It is about one month: when the next one is there it can still be compared for a month, and then it is past."""
    following = Briefing.objects.sent().filter(month__gt=briefing.month).order_by("month").first()
    moments = [
        one.sent_at + holds for one, holds in ((following, GRACE), (briefing, LONGEST)) if one and one.sent_at
    ]
    return min(moments)
