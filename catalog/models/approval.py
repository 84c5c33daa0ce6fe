"""Who must agree before something is given or done: steps, and in each the people who are asked.

Steps come one after the other. A step is about a ticket and about one state of its content: `digest` is the fingerprint of
what is being approved, so that nobody's yes is used for something else.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets.models import Ticket


class ApprovalStep(models.Model):
    """One step: `rule` says how many of those asked must agree; one decline ends it unless the rule is a share."""

    class Rule(models.TextChoices):
        ALL = "all", gettext_lazy("everyone asked")
        ANY = "any", gettext_lazy("any one of them")
        SHARE = "share", gettext_lazy("a share of them")

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("waits for the step before")
        ASKED = "asked", gettext_lazy("asked")
        APPROVED = "approved", gettext_lazy("approved")
        DECLINED = "declined", gettext_lazy("declined")
        VOID = "void", gettext_lazy("no longer asked")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="approval_steps")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    rule = models.CharField(max_length=5, choices=Rule, default=Rule.ANY)
    share = models.PositiveSmallIntegerField(null=True)  # per cent, for the rule of a share
    who = models.JSONField(default=dict)  # as the blueprint says it: manager, owner, people, team
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["ticket", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket", "digest", "place"], name="approval_step_once_for_a_content"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["remind_at"], name="approval_remind", condition=Q(state="asked")),
            models.Index(fields=["escalate_at"], name="approval_escalate", condition=Q(state="asked")),
        ]

    def __str__(self) -> str:
        return f"{self.ticket.number}: {self.name}"


class Approval(models.Model):
    """One person who is asked in a step. A stand-in decides in their own name, for the person who is away."""

    class State(models.TextChoices):
        ASKED = "asked", gettext_lazy("asked")
        APPROVED = "approved", gettext_lazy("approved")
        DECLINED = "declined", gettext_lazy("declined")
        VOID = "void", gettext_lazy("no longer asked")

    step = models.ForeignKey(ApprovalStep, models.CASCADE, related_name="approvals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="approvals")  # who is asked
    stands_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # who is away
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    words = models.TextField(blank=True)
    channel = models.CharField(max_length=12, blank=True)  # by which the answer came
    decided_at = models.DateTimeField(null=True)
    link_used_at = models.DateTimeField(null=True)  # a signed link works once

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "person"], name="asked_once_in_a_step"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(words=""), name="declined_with_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], name="approval_waiting", condition=Q(state="asked"))
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"
