"""Goals and reviews as a practice that an organisation switches on. Goals themselves stay: problems and changes serve them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from comms.models import Meeting
from itsm.frame.practices import Practice


def who_led_one(since: datetime) -> int:
    return Meeting.objects.filter(starts_at__gte=since).order_by().values("host").distinct().count()


MEETINGS = Practice(
    name="comms.meetings",
    label=_("Goals and reviews"),
    says=_(
        "Talk about how it goes: reviews with an agenda from figures, decisions that keep them, business units, and a page a month for sponsors."
    ),
    icon="user-group",
    addresses=frozenset(
        {
            "meetings",
            "units",
            "briefing",
            "api:review-meetings",
            "api:decisions",
            "api:actions",
            "api:units",
            "api:briefings",
        }
    ),
    in_use=who_led_one,
    order=70,
)
