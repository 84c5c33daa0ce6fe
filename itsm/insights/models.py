"""What insights keep: each table stands with what it is for."""

from itsm.insights.benchmarks.models import OwnBand, Shown
from itsm.insights.cost.models import DeskCost
from itsm.insights.dashboards.models import OwnDashboard, Weighing
from itsm.insights.goals.models import FigureTarget
from itsm.insights.rollups.models import Day, Rollup, Spread, Touched

__all__ = [
    "Day",
    "DeskCost",
    "FigureTarget",
    "OwnBand",
    "OwnDashboard",
    "Rollup",
    "Shown",
    "Spread",
    "Touched",
    "Weighing",
]
