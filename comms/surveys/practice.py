"""Surveys as a practice that an organisation switches on. While it is off nobody is asked and no page is there."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from comms.models import Invitation
from itsm.frame.practices import Practice


def who_was_asked(since: datetime) -> int:
    return Invitation.objects.filter(asked_at__gte=since).order_by().values("person").distinct().count()


SURVEYS = Practice(
    name="comms.surveys",
    label=_("Surveys"),
    says=_(
        "Ask colleagues how it was: one click in a mail, rarely, and without names wherever a group is asked."
    ),
    icon="face-smile",
    addresses=frozenset({"surveys", "api:surveys", "api:survey-rules", "api:invitations"}),
    in_use=who_was_asked,
    order=60,
)
