"""Who was asked, and what was answered: two tables, and between them nothing where answers are without names.

The row of an answer without a name knows no person, no ticket, no invitation and no moment: a constraint of the table sees to it,
not a page. It lies sealed among others until there are enough; then they are all written anew, in an order of chance, under
new keys, with the Monday of that week as their day (`comms.surveys.urn`). The invitation only says "answered", and not when; once the
survey is closed it does not say that either.
"""

import uuid
from datetime import datetime, time
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comms.models.feedback import Feedback
from comms.models.survey import Survey
from itsm.people.models import Person
from itsm.tickets.models import Ticket

BEST = 10
HAPPY, UNHAPPY = 9, 6  # from here up, and up to here, as the field counts happiness
SATISFIED = 7  # and above: “satisfied” or “very satisfied”
LOW = 4  # and below: somebody gets back to them
MOST_LOST = 5 * 8 * 60  # minutes: a working week


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def due(self, *, now: datetime) -> Self:
        return self.filter(due_at__lte=now)

    def asked(self) -> Self:
        return self.filter(asked_at__isnull=False)

    def waiting_for(self, person: Person, *, now: datetime) -> Self:
        """What this person is asked at the moment and has not answered."""
        mine = self.filter(person=person, state=Invitation.State.ASKED)
        ends = Q(survey__closes_at=None) | Q(survey__closes_at__gt=now)
        return mine.filter(ends, survey__closed_at=None).select_related(
            "survey__service", "survey__notice", "survey__change", "ticket"
        )


class Invitation(models.Model):
    """One person is asked once. Of an answer without a name it says that there is one, and neither which nor when."""

    class State(models.TextChoices):
        PLANNED = "planned", _("not asked yet")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        VOID = "void", _("not asked after all")
        OVER = "over", _("over")  # of a closed survey without names: whether they answered is forgotten

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    due_at = models.DateTimeField(null=True)  # of what comes next: the mail, then its one reminder
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["survey", "person"], name="invited_once", condition=Q(ticket=None)
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                name="asked_once_about_a_ticket",
                condition=Q(ticket__isnull=False, state__in=["planned", "asked"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="invitation_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["person", "asked_at"], name="invitation_person"),
            models.Index(fields=["ticket"], name="invitation_ticket", condition=Q(ticket__isnull=False)),
            models.Index(fields=["asked_at"], name="invitation_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.survey_id}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def open(self) -> Self:
        """What may be counted and read: enough lie together."""
        return self.filter(sealed=False)

    def visible_to(self, person: Person) -> Self:
        if not person.works_the_desk:
            return self.none()
        tickets = (
            Q(ticket=None) | Q(ticket__restricted=False) | Q(ticket__in=Ticket.objects.visible_to(person))
        )
        return self.open().filter(tickets, survey__in=Survey.objects.visible_to(person))

    def with_words(self) -> Self:
        return self.exclude(words="")


class Answer(models.Model):
    """What one colleague answered. Keys are random, so no order tells who came when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answers", db_index=False)
    named = models.BooleanField()
    sealed = models.BooleanField(default=False)
    at = models.DateTimeField(null=True)  # without a name: the Monday of the week in which it was unsealed
    rating = models.PositiveSmallIntegerField(validators=[MaxValueValidator(BEST)])
    reason = models.CharField(max_length=12, blank=True)
    lost_minutes = models.PositiveIntegerField(null=True, validators=[MaxValueValidator(MOST_LOST)])
    clear = models.BooleanField(null=True)  # "was this clear?"
    words = models.TextField(blank=True)
    # Only of an answer with a name.
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, related_name="answer")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="ratings")
    hear_at = models.DateTimeField(
        null=True
    )  # a low rating: when it becomes feedback, with what was added by then
    feedback = models.OneToOneField(Feedback, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar = AnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(named=True, sealed=False, at__isnull=False)
                | Q(named=False, invitation=None, person=None, ticket=None, hear_at=None, feedback=None)
                & (Q(sealed=True, at=None) | Q(sealed=False, at__iso_week_day=1, at__time=time())),
                name="nobody_behind_an_answer_without_name",
            ),
            models.CheckConstraint(condition=Q(rating__lte=BEST), name="rating_up_to_ten"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["survey", "-at"], name="answer_survey"),
            models.Index(fields=["-at"], name="answer_at", condition=Q(sealed=False)),
            models.Index(fields=["hear_at"], name="answer_hear", condition=Q(hear_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.rating} of {BEST}"

    @property
    def is_low(self) -> bool:
        return self.rating <= LOW
