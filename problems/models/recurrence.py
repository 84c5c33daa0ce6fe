"""What seems to come back: alike incidents of one service, proposed as a problem, decided by a person."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.models import Ticket
from problems.models.problem import Problem


class Threshold(models.Model):
    """When alike incidents are many enough to be proposed. One row; a dry run over history shows what it would find."""

    window_days = models.PositiveSmallIntegerField(_("within how many days"), default=7)
    at_least = models.PositiveSmallIntegerField(_("at least this many alike incidents"), default=5)
    likeness = models.FloatField(_("how alike, from 0 to 1"), default=0.3)
    burst = models.FloatField(_("this many times the usual number of the weeks before"), default=2.0)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(likeness__gt=0, likeness__lte=1), name="likeness_is_a_share"),
            models.CheckConstraint(condition=Q(at_least__gte=2, window_days__gte=1, burst__gte=1), name="some_alike"),
        ]  # fmt: skip


class Recurrence(models.Model):
    """One proposal. Accepted it is a problem; dismissed with a reason, its incidents are never proposed again."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="recurrences")
    title = models.CharField(max_length=200)
    words = models.JSONField(default=list)  # what they share
    likeness = models.FloatField()  # mean of the incidents to the first of them
    usual = models.FloatField(default=0)  # so many in a window of the weeks before
    incidents = models.ManyToManyField(Ticket, related_name="in_recurrences")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    reason = models.TextField(_("reason"), blank=True)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="recurrences")
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-found_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""), name="dismissed_with_a_reason"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-found_at", "-id"], name="recurrence_proposed", condition=Q(state="proposed")
            )
        ]

    def __str__(self) -> str:
        return self.title
