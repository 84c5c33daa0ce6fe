"""What is supported and how well: services, support calendars, agreements, the priority matrix."""

from itsm.services.models.agreements import (
    Agreement,
    ClockKind,
    EscalationStep,
    HoldReason,
    Kind,
    PriorityRule,
    Target,
    Tells,
)
from itsm.services.models.amendment import PolicyVersion, amendment
from itsm.services.models.calendars import ClosingDay, OpeningHours, SupportCalendar
from itsm.services.models.service import CircularDependency, Service

__all__ = [
    "Agreement",
    "CircularDependency",
    "ClockKind",
    "ClosingDay",
    "EscalationStep",
    "HoldReason",
    "Kind",
    "OpeningHours",
    "PolicyVersion",
    "PriorityRule",
    "Service",
    "SupportCalendar",
    "Target",
    "Tells",
    "amendment",
]
