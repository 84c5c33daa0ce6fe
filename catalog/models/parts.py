"""What a request calls at its turns and does not know itself: who is asked to agree, and the plan that is laid out.

Both stand above the models, so they are put in here when the app is ready.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from itsm.people.models import Person

if TYPE_CHECKING:
    from catalog.models.request import ServiceRequest


class Approvals(Protocol):
    def ask(
        self,
        ticket: "ServiceRequest",
        steps: list[dict[str, Any]],
        answers: Mapping[str, Any],
        *,
        subject_digest: str,
        owner: Person,
        now: datetime,
    ) -> bool:
        """True: somebody is asked, and the request waits for them."""

    def void(self, ticket: "ServiceRequest") -> None:
        """Nobody is asked any more."""


class Plan(Protocol):
    def lay_out(self, request: "ServiceRequest", *, now: datetime) -> None:
        """Nothing has to be agreed to any more: the tasks begin."""

    def void(self, request: "ServiceRequest") -> None:
        """What is not done yet is not needed any more."""


class NoApprovals:
    """Until the part is registered: nobody is asked."""

    def ask(self, ticket: "ServiceRequest", steps: Any, answers: Any, **about: Any) -> bool:
        return False

    def void(self, ticket: "ServiceRequest") -> None:
        return


class NoPlan:
    def lay_out(self, request: "ServiceRequest", *, now: datetime) -> None:
        return

    def void(self, request: "ServiceRequest") -> None:
        return


class Parts:
    approvals: Approvals = NoApprovals()
    plan: Plan = NoPlan()


parts = Parts()


def register_approvals(approvals: Approvals) -> None:
    parts.approvals = approvals


def register_plan(plan: Plan) -> None:
    parts.plan = plan
