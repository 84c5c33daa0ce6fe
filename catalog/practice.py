"""The catalogue as a practice that an organisation switches on: offerings, requests, who agrees, and the tasks behind them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from catalog.models import ServiceRequest
from catalog.signs import SIGN
from itsm.frame.practices import Practice


def still_open() -> int:
    return ServiceRequest.objects.open().count()


def who_asked(since: datetime) -> int:
    asked = ServiceRequest.objects.filter(opened_at__gte=since).order_by()
    return asked.values("requester").distinct().count()


CATALOGUE = Practice(
    name="catalog",
    label=_("Catalogue"),
    says=_(
        "Colleagues ask for what they need instead of writing mails: each offering with its form, who must agree, and the tasks behind it."
    ),
    icon="squares-2x2",
    addresses=frozenset(
        {
            "catalog", "asking", "approvals", "tasks", "hooks", "task_call_back", "comms:approve", "api:offerings",
            "api:shelves", "api:requests", "api:tasks", "api:hooks", "api:approvals", "api:approval-steps",
        }
    ),
    kinds=frozenset({ServiceRequest.KIND}),
    in_hand=still_open,
    sign=SIGN,
    in_use=who_asked,
    order=10,
)  # fmt: skip
