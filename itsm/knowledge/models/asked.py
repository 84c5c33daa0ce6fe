"""What people looked for, and the words that mean the same."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from itsm.people.models import Person


class Asked(models.Model):
    """One search that somebody finished, and whether it found anything: what we should write next."""

    class Place(models.TextChoices):
        PORTAL = "portal", gettext_lazy("portal")
        DESK = "desk", gettext_lazy("desk")
        ASSISTANT = "assistant", gettext_lazy("assistant")

    words = models.CharField(max_length=200)
    place = models.CharField(max_length=9, choices=Place)
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    hits = models.PositiveSmallIntegerField()
    opened = models.CharField(max_length=200, blank=True)  # the address of the hit that was opened

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="asked_in_vain", condition=Q(hits=0)),
            models.Index(fields=["by", "-at"], name="asked_by"),
            models.Index(fields=["at"], name="asked_at"),
        ]

    def __str__(self) -> str:
        return self.words


class Synonym(models.Model):
    """Words that colleagues use for the same thing: who looks for one finds the others."""

    words = ArrayField(models.CharField(max_length=60))  # two or more, lower case
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["words"]

    def __str__(self) -> str:
        return ", ".join(self.words)
