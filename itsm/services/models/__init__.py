"""What is supported and how well: services, support calendars, agreements, the priority matrix."""

from itsm.services.models.agreements import (
    Agreement,
    ClockKind,
    EscalationStep,
    HoldReason,
    Impact,
    Kind,
    Priority,
    PriorityRule,
    Target,
    Tells,
    Urgency,
)
from itsm.services.models.amendment import PolicyVersion, amendment
from itsm.services.models.calendars import ClosingDay, OpeningHours, SupportCalendar, Weekday
from itsm.services.models.component import Component
from itsm.services.models.goal import Goal, SignOff, Stakeholder
from itsm.services.models.outage import Outage, ServiceWorth
from itsm.services.models.service import CircularDependency, Service
from itsm.services.models.silence import SilenceLimit

__all__ = [
    "Agreement",
    "CircularDependency",
    "ClockKind",
    "ClosingDay",
    "Component",
    "EscalationStep",
    "Goal",
    "HoldReason",
    "Impact",
    "Kind",
    "OpeningHours",
    "Outage",
    "PolicyVersion",
    "Priority",
    "PriorityRule",
    "Service",
    "ServiceWorth",
    "SignOff",
    "SilenceLimit",
    "Stakeholder",
    "SupportCalendar",
    "Target",
    "Tells",
    "Urgency",
    "Weekday",
    "amendment",
]
