"""What seems to come back: alike incidents of one service, proposed as a problem, decided by a person."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket
from itsm.tickets.models.baton import require
from problems.models.problem import Problem


class Threshold(models.Model):
    """When alike incidents are many enough to be proposed. One row; a dry run over history shows what it would find."""

    window_days = models.PositiveSmallIntegerField(_("within how many days"), default=7)
    at_least = models.PositiveSmallIntegerField(_("at least this many alike incidents"), default=5)
    likeness = models.FloatField(_("how alike, from 0 to 1"), default=0.3)
    burst = models.FloatField(_("this many times the usual number of the weeks before"), default=2.0)
    # Where little comes at all, the same thing again and again over months; 0 of it: nobody looks.
    seldom_days = models.PositiveSmallIntegerField(_("where little comes: within how many days"), default=90)
    seldom_at_least = models.PositiveSmallIntegerField(
        _("where little comes: on at least so many days"), default=3
    )
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(likeness__gt=0, likeness__lte=1), name="likeness_is_a_share"),
            models.CheckConstraint(condition=Q(at_least__gte=2, window_days__gte=1, burst__gte=1), name="some_alike"),
        ]  # fmt: skip

    @classmethod
    def in_force(cls, *, lock: bool = False) -> Self:
        """As somebody set it, or as it comes. Who locks it is the only one who looks for recurrences."""
        cls.objects.get_or_create(pk=1)
        return (cls.objects.select_for_update() if lock else cls.objects).get(pk=1)

    def change(self, *, by: Person, now: datetime | None = None, **figures: float) -> None:
        for name, figure in figures.items():
            setattr(self, name, figure)
        self.pk, self.changed_by, self.changed_at = 1, by, now or timezone.now()
        self.full_clean(validate_unique=False)
        self.save()


class RecurrenceQuerySet(models.QuerySet["Recurrence"]):
    def proposed(self) -> Self:
        return self.filter(state=Recurrence.State.PROPOSED)

    def visible_to(self, person: Person) -> Self:
        """Their incidents were open to the whole desk when they were found; where one no longer is, none of it is told."""
        return self.exclude(incidents__restricted=True) if person.works_the_desk else self.none()

    def for_page(self) -> Self:
        return self.select_related("service", "problem", "decided_by").prefetch_related("incidents")


class Recurrence(models.Model):
    """One proposal. Accepted it is a problem; dismissed with a reason, its incidents are never proposed again.

    Proposed with a problem, it says that the incidents belong to this one.
    """

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

    objects: ClassVar = RecurrenceQuerySet.as_manager()

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

    def accept(self, *, by: Person, title: str = "", now: datetime | None = None) -> Problem:
        """One cause is behind them: a new problem with all of them, or more incidents of the one it was found for."""
        now = now or timezone.now()
        with transaction.atomic():
            self._decide(self.State.ACCEPTED, by=by, now=now)
            tickets = list(self.incidents.all())
            self.problem = self._standing_problem()
            if self.problem is None:
                self.problem = Problem.raise_(
                    by=by, title=title or self.title, service=self.service, incidents=tickets, now=now
                )
            else:
                self.problem.add_incidents(tickets, by=by, now=now)
            self.save()
        return self.problem

    def _standing_problem(self) -> Problem | None:
        """The one it was found for, or what that is a duplicate of; none once it is over: on that nobody works again."""
        found = Problem.objects.filter(pk=self.problem_id).first()
        while found and found.merged_into_id:
            found = Problem.objects.get(pk=found.merged_into_id)
        return None if found and found.status in {found.Status.CLOSED, found.Status.CANCELLED} else found

    def dismiss(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """They have nothing in common, or nobody can do anything about it. It is not proposed again."""
        require(reason=reason)
        with transaction.atomic():
            self._decide(self.State.DISMISSED, by=by, now=now or timezone.now())
            self.reason = reason
            self.save()

    def _decide(self, state: str, *, by: Person, now: datetime) -> None:
        """The first word counts."""
        known = type(self).objects.select_for_update().get(pk=self.pk)
        if known.state != self.State.PROPOSED:
            raise Refused(
                gettext("This is decided already: %(state)s.") % {"state": known.get_state_display()}
            )
        self.state, self.decided_by, self.decided_at = state, by, now
