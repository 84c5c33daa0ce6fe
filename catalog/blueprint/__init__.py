"""What an edition of an offering says, without any database: its form, its approvals, its plan."""

from catalog.blueprint.approval import PlannedApproval
from catalog.blueprint.blueprint import Blueprint
from catalog.blueprint.condition import Condition
from catalog.blueprint.field import Field, Kind
from catalog.blueprint.hole import Hole
from catalog.blueprint.task import PlannedTask

__all__ = ["Blueprint", "Condition", "Field", "Hole", "Kind", "PlannedApproval", "PlannedTask"]
