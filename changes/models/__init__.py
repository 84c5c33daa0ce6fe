from changes.models.board import AgendaItem, Attendance, Board, Meeting, MeetingAction, Vote
from changes.models.calendar import CalendarAddress, Collision, CollisionWord, Occasion
from changes.models.change import Change, ChangeStep, ContractLine, Level, Outcome
from changes.models.deployment import Deployment, Pipeline
from changes.models.flow import Status, Type
from changes.models.governing import Authority, RiskFact, RiskLevel, RiskQuestion
from changes.models.library import ChangeModel

__all__ = [
    "AgendaItem", "Attendance", "Authority", "Board", "CalendarAddress", "Change", "ChangeModel", "ChangeStep", "Collision", "CollisionWord",
    "ContractLine", "Deployment", "Level", "Meeting", "MeetingAction", "Occasion", "Outcome", "Pipeline", "RiskFact",
    "RiskLevel", "RiskQuestion", "Status", "Type", "Vote",
]  # fmt: skip
