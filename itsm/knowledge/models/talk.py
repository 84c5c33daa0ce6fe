"""A colleague's talk with the assistant: each answer with its sources, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets.models import Ticket


class Talk(models.Model):
    """One conversation, from the first question to its outcome."""

    class Outcome(models.TextChoices):
        OPEN = "open", gettext_lazy("going on")
        SOLVED = "solved", gettext_lazy("solved: no contact within a day")
        HANDED_OVER = "handed_over", gettext_lazy("handed over to a person")
        CAME_BACK = "came_back", gettext_lazy("not solved: they contacted us within a day")

    person = models.ForeignKey(Person, models.CASCADE, related_name="talks")
    began_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=11, choices=Outcome, default=Outcome.OPEN)
    decided_at = models.DateTimeField(null=True)
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, related_name="talks"
    )  # it was handed over as

    class Meta:
        ordering: ClassVar = ["-last_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["last_at"], name="talk_open", condition=Q(outcome="open")),
            models.Index(fields=["person", "-last_at"], name="talk_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.began_at:%Y-%m-%d %H:%M}"


class Turn(models.Model):
    """What one side said. An answer names its sources or says that it does not know; there is nothing between."""

    class Side(models.TextChoices):
        COLLEAGUE = "colleague", gettext_lazy("colleague")
        ASSISTANT = "assistant", gettext_lazy("assistant")

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="turns")
    side = models.CharField(max_length=9, choices=Side)
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField()
    sources = models.JSONField(default=list)  # of an answer: [{"kind", "key", "title", "url", "passage"}]
    knows = models.BooleanField(default=False)  # it is an answer, not “I do not know”
    wording = models.CharField(max_length=8, blank=True)  # who worded it: passages or model
    thumb = models.BooleanField(null=True)  # up, down, or not said
    looked_at = models.DateTimeField(null=True)  # the owner of the source saw to a wrong answer

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.words[:60]
