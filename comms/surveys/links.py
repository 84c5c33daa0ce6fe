"""The address in a mail by which one colleague answers one survey, without a sign-in.

It names their invitation and is signed. Looking at it answers nothing: mail servers open links by themselves. It holds while
the survey is open, after a ticket for a month, and for whoever is still here.

After a ticket the number they pressed stands in the address (`?rating=4`). Where answers are without names it stands behind a #,
which no browser sends: no log of any server between us and them can hold who pressed what.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from comms.models import Invitation
from comms.signed import is_mac, mac

SALT = "comms.surveys"
NUMBER = re.compile(r"[1-9][0-9]{0,17}")
HOLDS = timedelta(days=30)


@dataclass(frozen=True)
class Found:
    invitation: Invitation
    over: bool  # it is not asked any more


def token(invitation: Invitation) -> str:
    return f"{invitation.pk}.{mac(SALT, str(invitation.pk))}"


def address(invitation: Invitation, rating: int | None = None) -> str:
    page = settings.BASE_URL + reverse("surveys:answer", args=[token(invitation)])
    if rating is None:
        return page
    return f"{page}?rating={rating}" if invitation.survey.named else f"{page}#r{rating}"


def read(given: str, *, now: datetime) -> Found | None:
    """Whose invitation it is; None if we did not write it, or they are no longer here."""
    pk, _dot, signature = given.partition(".")
    if not NUMBER.fullmatch(pk) or not is_mac(signature, SALT, pk):
        return None
    rows = Invitation.objects.select_related(
        "person", "ticket", *(f"survey__{one}" for one in ("service", "notice", "change"))
    )
    mine = rows.filter(pk=pk, person__is_active=True).first()
    return Found(mine, is_over(mine, now=now)) if mine else None


def is_over(invitation: Invitation, *, now: datetime) -> bool:
    asked = invitation.state in {Invitation.State.ASKED, Invitation.State.ANSWERED}
    fresh = invitation.asked_at is not None and now < invitation.asked_at + HOLDS
    return not (asked and invitation.survey.takes_answers(now=now) and (fresh or not invitation.survey.named))
