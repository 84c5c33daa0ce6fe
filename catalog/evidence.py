"""What the catalogue and requests answer when an auditor asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Offering, ServiceRequest
from itsm.insights.evidence.registry import Line, Rows, of_ticket, register


def offerings() -> Rows:
    return Offering.objects.filter(state=Offering.State.PUBLISHED)


def requests() -> Rows:
    return ServiceRequest.objects.all()


def add_to_house() -> None:
    ours: dict[str, Any] = {"clause": "8.6.2", "ticket": "", "name": of_ticket, "page": "catalog:list"}
    register(
        Line(key="offerings", clause="8.2.4", says=_("Offerings in the catalogue"), rows=offerings, page="catalog:offerings", order=21),
        Line(key="requests-opened", says=_("Requests recorded and ranked"), rows=requests, moment="opened_at", order=65, **ours),
        Line(key="requests-fulfilled", says=_("Requests fulfilled"), rows=requests, moment="resolved_at", order=66, **ours),
    )  # fmt: skip
