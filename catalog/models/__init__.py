"""What may be asked for, what was asked, who must agree, and the plan to give it."""

from catalog.models.approval import Approval, ApprovalStep
from catalog.models.hook import Call, Hook
from catalog.models.offering import Category, Offering, OfferingEdition
from catalog.models.request import ServiceRequest
from catalog.models.task import Task

__all__ = [
    "Approval",
    "ApprovalStep",
    "Call",
    "Category",
    "Hook",
    "Offering",
    "OfferingEdition",
    "ServiceRequest",
    "Task",
]
