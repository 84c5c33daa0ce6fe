"""Who must agree before something is given or done: steps, and in each the people who are asked.

Steps come one after the other. A step is about a ticket and about one state of its content: `digest` is the fingerprint of
what is being approved, so that nobody's yes is used for something else.
"""

from collections import defaultdict
from math import ceil
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets.models import Ticket


class ApprovalStepQuerySet(models.QuerySet["ApprovalStep"]):
    def with_people(self) -> Self:
        """Who is asked, and what they said: three statements for however many."""
        people = Approval.objects.select_related("person", "stands_for")
        return self.prefetch_related(models.Prefetch("approvals", people))

    def of(self, ticket: Ticket) -> "list[ApprovalStep]":
        """As they stand now. Of what was withdrawn or changed there may be only void ones left."""
        rows: list[ApprovalStep] = list(self.filter(ticket=ticket.pk).with_people().order_by("pk"))
        valid = [row for row in rows if row.state != ApprovalStep.State.VOID]
        last = [row for row in rows if row.digest == rows[-1].digest]
        return valid or last


class ApprovalStep(models.Model):
    """One step: `rule` says how many of those asked must agree; one decline ends it unless the rule is a share."""

    class Rule(models.TextChoices):
        ALL = "all", gettext_lazy("everyone asked")
        ANY = "any", gettext_lazy("any one of them")
        SHARE = "share", gettext_lazy("a share of them")
        NUMBER = "some", gettext_lazy("a number of them")

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
    needed = models.PositiveSmallIntegerField(null=True)  # how many people, for the rule of a number
    who = models.JSONField(default=dict)  # as the blueprint says it: manager, owner, people, team
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # of what is asked for
    remind_hours = models.PositiveSmallIntegerField(null=True)  # working hours from asking on
    escalate_hours = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar = ApprovalStepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["ticket", "place"]
        constraints: ClassVar = [
            # What was changed and changed back is asked again: the steps of before are void.
            models.UniqueConstraint(
                fields=["ticket", "digest", "place"],
                name="approval_step_once_for_a_content",
                condition=~Q(state="void"),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["remind_at"], name="approval_remind", condition=Q(state="asked")),
            models.Index(fields=["escalate_at"], name="approval_escalate", condition=Q(state="asked")),
        ]

    def __str__(self) -> str:
        return f"{self.ticket.number}: {self.name}"

    def verdict(self) -> str:
        """What the answers so far make of it: approved, declined, or still asked."""
        voices = self.voices()
        agreed = sum(Approval.State.APPROVED in said for said in voices)
        declined = sum(Approval.State.DECLINED in said for said in voices)
        share = max(1, ceil(len(voices) * (self.share or 100) / 100))
        by_rule = {self.Rule.ALL: len(voices), self.Rule.ANY: 1, self.Rule.NUMBER: self.needed or 1}
        enough = by_rule.get(self.Rule(self.rule), share)
        if declined > (len(voices) - enough if self.rule == self.Rule.SHARE else 0):
            return self.State.DECLINED
        return self.State.APPROVED if voices and agreed >= enough else self.State.ASKED

    @property
    def shown(self) -> "list[Approval]":
        """Whoever answered or is still asked; others only where nobody is."""
        rows = list(self.approvals.all())
        return [row for row in rows if row.state != Approval.State.VOID] or rows

    def voices(self) -> list[set[str]]:
        """Whoever answers for somebody answers in their place: the two are one voice, and the first answer is its answer."""
        said: dict[int, set[str]] = defaultdict(set)
        for one in self.approvals.exclude(state=Approval.State.VOID):
            said[one.voice].add(one.state)
        return list(said.values())


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def of(self, person: Person) -> Self:
        """What this person was asked, ever. Nobody sees or decides what somebody else was asked."""
        return self.filter(person=person)

    def waiting(self) -> Self:
        return self.filter(state=Approval.State.ASKED)

    def with_voice(self, person: int) -> Self:
        """Who answers for this person, and they themselves: see `Approval.voice`."""
        return self.filter(Q(stands_for=person) | Q(person=person, stands_for=None))

    def with_subject(self) -> Self:
        return self.select_related(
            "person", "stands_for", "step__ticket__requester", "step__ticket__opened_by"
        )


class Approval(models.Model):
    """One person who is asked in a step. A stand-in decides in their own name, for the person who is away."""

    class State(models.TextChoices):
        ASKED = "asked", gettext_lazy("asked")
        APPROVED = "approved", gettext_lazy("approved")
        DECLINED = "declined", gettext_lazy("declined")
        VOID = "void", gettext_lazy("no longer asked")

    class Because(models.TextChoices):
        """Why this person, if the step itself does not say so."""

        PLANNED = "", gettext_lazy("as the step says")
        AWAY = "away", gettext_lazy("stands in for who is away")
        OWN = "own", gettext_lazy("nobody approves for themselves, so it goes one up")
        LEFT = "left", gettext_lazy("who was to be asked cannot sign in, so it goes one up")
        SILENT = "silent", gettext_lazy("who was asked did not answer")
        NOBODY = "nobody", gettext_lazy("nobody else is left who may decide")

    step = models.ForeignKey(ApprovalStep, models.CASCADE, related_name="approvals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="approvals")  # who is asked
    # Who is away, or did not answer.
    stands_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=7, choices=Because, default=Because.PLANNED, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    words = models.TextField(blank=True)
    channel = models.CharField(max_length=12, blank=True)  # by which the answer came
    decided_at = models.DateTimeField(null=True)
    link_used_at = models.DateTimeField(null=True)  # a signed link works once

    objects: ClassVar = ApprovalQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        return reverse("approvals:approval", args=[self.pk])

    @property
    def voice(self) -> int:
        """Whose answer it is, whoever gives it."""
        return self.stands_for_id or self.person_id
