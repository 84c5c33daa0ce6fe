"""Where availability stands: on the overview with the service, on a page of its own, and in the evidence."""

from django.utils.translation import gettext_lazy as _

from itsm.insights import placing
from itsm.insights.availability import measure
from itsm.insights.availability.dashboard import DASHBOARD
from itsm.insights.dashboards.registry import register
from itsm.insights.evidence import registry as evidence
from itsm.insights.evidence.registry import Line, Rows
from itsm.insights.evidence.usual import target_page, targets
from itsm.services.models import Outage

OF_TIME = ("availability", "mtbf", "mtrs", "mtbsi", "outages")


def targets_of_availability() -> Rows:
    return targets().filter(measure__in=OF_TIME)


def outage_name(row: Outage) -> str:
    return f"{row.service}: {row.words}"


def add_to_house() -> None:
    placing.place("service", measure.availability.key)
    register(DASHBOARD)
    evidence.register(
        Line(key="availability-targets", clause="8.7.1", says=_("Targets of availability"), rows=targets_of_availability, href=target_page, page="targets:list", order=78),
        Line(key="outages-recorded", clause="8.7.1", says=_("Unplanned outages on record, from which availability is measured"), rows=measure.unplanned, moment="began_at", name=outage_name, related=("service",), page="services:list", order=79),
    )  # fmt: skip
