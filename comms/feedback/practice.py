"""Feedback and ideas as a practice that an organisation switches on: the ledger, ideas, you said we did, improvements."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from comms.models import Feedback
from itsm.frame.practices import Practice


def unanswered() -> int:
    """Whoever waits for an answer gets it first."""
    return Feedback.objects.unanswered().count()


def who_spoke(since: datetime) -> int:
    spoke = Feedback.objects.filter(heard_at__gte=since, author__isnull=False).order_by()
    return spoke.values("author").distinct().count()


FEEDBACK = Practice(
    name="comms.feedback",
    label=_("Feedback and ideas"),
    says=_(
        "Colleagues say what could be better, on every page and in every mail, and hear what comes of it. Ideas with votes, and a register of improvements."
    ),
    icon="chat-bubble-left-right",
    addresses=frozenset(
        {
            "feedback", "ledger", "improvements", "comms:better", "api:feedback", "api:themes", "api:improvements",
        }
    ),
    in_hand=unanswered,
    in_use=who_spoke,
    order=60,
)  # fmt: skip
