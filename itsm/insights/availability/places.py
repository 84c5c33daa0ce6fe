"""Where availability stands: on the overview with the service, and on a page of its own."""

from itsm.insights import placing
from itsm.insights.availability import measure
from itsm.insights.availability.dashboard import DASHBOARD
from itsm.insights.dashboards.registry import register


def add_to_house() -> None:
    placing.place("service", measure.availability.key)
    register(DASHBOARD)
