"""What of signing in and of programs grows old."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.frame.models import Answer
from itsm.frame.retention.kinds import Kind, Rows, register
from itsm.people.models import Token


def ended_sessions(before: datetime) -> Rows:
    return Session.objects.filter(expire_date__lt=before)


def answers(before: datetime) -> Rows:
    return Answer.objects.filter(at__lt=before)


def ended_tokens(before: datetime) -> Rows:
    return Token.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before))


def add_to_house() -> None:
    register(
        Kind(
            key="sessions", label=_("Ended sessions"), order=10, old=ended_sessions, age="expire_date", days=1, least=0,
            goes=_("Who was signed in, once that is over."), stays=_("Sessions that are still good."),
        ),
        Kind(
            key="answers", label=_("Answers to programs"), order=11, old=answers, age="at", days=1, least=1,
            goes=_("What the API answered to requests with an Idempotency-Key."), stays=_("What those requests made."),
        ),
        Kind(
            key="tokens", label=_("Ended tokens"), order=12, old=ended_tokens, age="created_at", days=365, least=1,
            goes=_("Names and last use of tokens that were taken back or have ended."), stays=_("Tokens that still open the API."),
        ),
    )  # fmt: skip
