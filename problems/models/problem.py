"""A problem: the cause, or possible cause, of one or more incidents. It is solved so that they stop."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.services.models import Goal
from itsm.tickets.models import Ticket


class Problem(Ticket):
    """new → assessed → investigating → known error → fix in progress → resolved → closed, with its exits."""

    class Status(models.TextChoices):
        NEW = "new", gettext_lazy("new")
        ASSESSED = "assessed", gettext_lazy("assessed")
        INVESTIGATING = "investigating", gettext_lazy("investigating")
        KNOWN_ERROR = "known_error", gettext_lazy("known error")
        FIX_IN_PROGRESS = "fix_in_progress", gettext_lazy("fix in progress")
        RESOLVED = "resolved", gettext_lazy("resolved")
        CLOSED = "closed", gettext_lazy("closed")
        DUPLICATE = "duplicate", gettext_lazy("duplicate")
        CANCELLED = "cancelled", gettext_lazy("cancelled")
        RISK_ACCEPTED = "risk_accepted", gettext_lazy("risk accepted")

    KIND: ClassVar = Ticket.Kind.PROBLEM
    MERGED: ClassVar = Status.DUPLICATE
    WORKING: ClassVar = frozenset(
        {Status.NEW, Status.ASSESSED, Status.INVESTIGATING, Status.KNOWN_ERROR, Status.FIX_IN_PROGRESS}
    )
    FINISHED: ClassVar = frozenset(
        {Status.RESOLVED, Status.CLOSED, Status.DUPLICATE, Status.CANCELLED, Status.RISK_ACCEPTED}
    )
    FLOW: ClassVar = {
        "assess": (frozenset({Status.NEW}), Status.ASSESSED),
        # Also back: the cause was another one, the fix did not work, the risk is no longer accepted.
        "investigate": (
            frozenset({Status.ASSESSED, Status.KNOWN_ERROR, Status.FIX_IN_PROGRESS, Status.RISK_ACCEPTED}),
            Status.INVESTIGATING,
        ),
        "identify": (frozenset({Status.INVESTIGATING}), Status.KNOWN_ERROR),
        "fix": (frozenset({Status.KNOWN_ERROR}), Status.FIX_IN_PROGRESS),
        "resolve": (frozenset({Status.FIX_IN_PROGRESS}), Status.RESOLVED),
        "reopen": (frozenset({Status.RESOLVED}), Status.INVESTIGATING),
        "close": (frozenset({Status.RESOLVED}), Status.CLOSED),
        "accept_risk": (WORKING - {Status.NEW}, Status.RISK_ACCEPTED),
        "mark_duplicate": (WORKING, Status.DUPLICATE),
        "cancel": (frozenset({Status.NEW, Status.ASSESSED, Status.INVESTIGATING}), Status.CANCELLED),
    }
    PERMITTED: ClassVar = tuple(FLOW)
    STEPS: ClassVar = {
        Status.NEW: 0,
        Status.ASSESSED: 1,
        Status.INVESTIGATING: 1,
        Status.KNOWN_ERROR: 2,
        Status.FIX_IN_PROGRESS: 3,
        Status.RESOLVED: 4,
        Status.CLOSED: 5,
    }
    STEP_WORDS: ClassVar = {
        0: gettext_lazy("We have it"),
        1: gettext_lazy("We look for the cause"),
        2: gettext_lazy("We know the cause"),
        3: gettext_lazy("We fix it"),
        4: gettext_lazy("We watch whether it stays away"),
        5: gettext_lazy("Done"),
    }

    cause = models.TextField(gettext_lazy("root cause"), blank=True)
    whys = models.JSONField(default=list, blank=True)  # each the answer to “why?” about the one before it
    solution = models.TextField(gettext_lazy("what was changed"), blank=True)
    fix = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="fixes_problems", editable=False
    )  # the change that removes the cause
    # What it costs, kept current by what happens to its incidents.
    incident_count = models.PositiveIntegerField(default=0, editable=False)
    colleague_count = models.PositiveIntegerField(default=0, editable=False)
    lost_minutes = models.PositiveIntegerField(default=0, editable=False)
    first_incident_at = models.DateTimeField(null=True, editable=False)
    last_incident_at = models.DateTimeField(null=True, editable=False)
    # Its place among the problems, and why it has it: `because` is a list of [words, points].
    business_value = models.PositiveSmallIntegerField(
        gettext_lazy("business value"), default=2
    )  # 1 little to 4
    goal = models.ForeignKey(
        Goal,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=gettext_lazy("goal"),
    )
    rank = models.PositiveIntegerField(default=0, editable=False)  # points: the most first
    because = models.JSONField(default=list, editable=False)
    observe_days = models.PositiveSmallIntegerField(gettext_lazy("days to watch after the fix"), default=30)
    observed_until = models.DateTimeField(null=True, editable=False)
    accepted_until = models.DateTimeField(null=True, editable=False)  # the risk, then it is looked at again

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-rank", "ticket_ptr"], name="problem_rank"),
            models.Index(
                fields=["observed_until"], name="problem_observed", condition=Q(observed_until__isnull=False)
            ),
            models.Index(
                fields=["accepted_until"], name="problem_accepted", condition=Q(accepted_until__isnull=False)
            ),
        ]
        permissions: ClassVar = [
            *((f"{verb}_problem", f"Can {verb.replace('_', ' ')} a problem") for verb in
              ("assess", "investigate", "identify", "fix", "resolve", "reopen", "close", "accept_risk", "mark_duplicate", "cancel")),
        ]  # fmt: skip

    @classmethod
    def raise_(cls, *, by: Person, title: str, now: datetime | None = None, **fields: Any) -> Self:
        """Somebody at the desk suspects one cause behind what happened, or might."""
        return cls.begin(by=by, requester=by, title=title, status=cls.Status.NEW, now=now, **fields)

    if TYPE_CHECKING:
        fix_id: int | None
