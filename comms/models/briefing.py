"""The sponsor's briefing: one page a month, made from data, edited by a person, read without signing in."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def sent(self) -> Self:
        return self.exclude(sent_at=None)


class Briefing(models.Model):
    """`lines`: [{"part", "words", "links": [[words, address below this desk], …]}, …], each sentence with its records.

    `question` is the one decision that is asked for; `choices` are the answers that the page offers.
    """

    class Part(models.TextChoices):
        FELT = "felt", _("What colleagues felt")
        PROMISED = "promised", _("What was promised and kept")
        STORY = "story", _("Three stories")

    month = models.DateField(_("month"), unique=True)  # its first day
    lines = models.JSONField(default=list)
    question = models.CharField(
        _("the one decision that is needed"),
        max_length=300,
        blank=True,
        help_text=_("Asked so that yes or no answers it."),
    )
    question_links = models.JSONField(default=list)
    made_at = models.DateTimeField()
    edited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[BriefingQuerySet] = BriefingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-month"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__day=1), name="briefing_is_of_a_month")
        ]
        permissions: ClassVar = [("write_briefing", "Can edit and send the sponsors' briefing")]

    def __str__(self) -> str:
        return f"{MONTHS[self.month.month]} {self.month.year}"

    def get_absolute_url(self) -> str:
        return reverse("briefing:briefing", args=[self.pk])


class BriefingCopy(models.Model):
    """One sponsor's own: when it was first opened, how often, and what they decided."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="copies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opens = models.PositiveIntegerField(default=0)
    agrees = models.BooleanField(null=True)
    words = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["person__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["briefing", "person"], name="one_copy_of_a_briefing")
        ]
