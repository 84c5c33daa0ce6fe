"""Pages of figures beyond the overview: put together from the registry of measures, each mark a link to its records."""

from itsm.insights.dashboards.panels import Panel
from itsm.insights.dashboards.registry import Dashboard, add_panels, register

__all__ = ["Dashboard", "Panel", "add_panels", "register"]
