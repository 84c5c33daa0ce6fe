"""The address in a mail by which one colleague says whether one way round works for them, without a sign-in.

It names their trial and the day it was written, and is signed. Looking at it answers nothing: mail servers open links by
themselves. It holds for a month, while the way round is the one that is published, and for whoever may still read it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from comms.signed import is_mac, mac
from problems.models import KnownError, Trial

SALT = "comms.known_errors"
HOLDS = timedelta(days=30)


@dataclass(frozen=True)
class Found:
    trial: Trial
    expired: bool

    @property
    def is_over(self) -> bool:
        """It was taken back, fixed, replaced, or is no longer written for them."""
        theirs = (
            KnownError.objects.published().visible_to(self.trial.person).filter(pk=self.trial.known_error_id)
        )
        return not (self.trial.may_answer and theirs.exists())


def token(trial: Trial, *, now: datetime) -> str:
    said = f"{trial.pk}.{now.date().toordinal()}"
    return f"{said}.{mac(SALT, said)}"


def address(trial: Trial, answer: str, *, now: datetime) -> str:
    """The same page for each answer; the one they pressed stands first."""
    page = reverse("comms:answer_workaround", args=[token(trial, now=now)])
    return f"{settings.BASE_URL}{page}?answer={answer}"


def read(given: str, *, now: datetime) -> Found | None:
    """Whose trial it is; None if we did not write it, or they are no longer here."""
    said, _dot, signature = given.rpartition(".")
    if not is_mac(signature, SALT, said):
        return None
    pk, day = said.split(".")
    trials = Trial.objects.select_related("known_error", "person", "ticket")
    trial = trials.filter(pk=pk, person__is_active=True).first()
    return Found(trial, now.date() - date.fromordinal(int(day)) > HOLDS) if trial else None
