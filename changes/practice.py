"""Changes as a practice that an organisation switches on. It needs the approvals of the catalogue, also where that is off."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from changes.models import Change
from changes.signs import SIGN
from itsm.frame.practices import Practice


def still_open() -> int:
    return Change.objects.open().count()


def who_proposed(since: datetime) -> int:
    proposed = Change.objects.filter(opened_at__gte=since).order_by()
    return proposed.values("opened_by").distinct().count()


CHANGES = Practice(
    name="changes",
    label=_("Changes"),
    says=_(
        "Change without surprise: each change with its risk, its plan and who must know, authorised by those who may, in one calendar."
    ),
    icon="arrows-right-left",
    addresses=frozenset(
        {
            "changes",
            "calendar",
            "board",
            "api:meetings",
            "api:boards",
            "api:step-times",
            "api:changes",
            "api:change-models",
            "api:change-authorities",
            "api:risk-questions",
            "api:risk-weights",
            "api:change-calendar",
            "api:calendar-address",
            "api:occasions",
            "api:collisions",
            "api:deployments",
            "api:pipelines",
            "pipeline_hook",
            "approvals",
            "comms:approve",
            "api:approvals",
            "api:approval-steps",
        }
    ),
    kinds=frozenset({Change.KIND}),
    shares=frozenset({"catalog.approvals"}),
    in_hand=still_open,
    sign=SIGN,
    in_use=who_proposed,
    order=30,
)
