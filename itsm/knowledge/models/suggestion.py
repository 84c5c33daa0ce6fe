"""What Baton proposed on a ticket, and what became of it: a suggestion that nobody takes is a figure too."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets.models import Ticket


class Suggestion(models.Model):
    """One proposal. `what` is the registered kind, `value` names it there (a number, an id), `score` runs from 0 to 1."""

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("open")
        TAKEN = "taken", gettext_lazy("taken")
        DISMISSED = "dismissed", gettext_lazy("dismissed")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="suggestions")
    what = models.CharField(max_length=12)  # ticket, article, offering, category, service, team
    value = models.CharField(max_length=40)
    label = models.CharField(max_length=240)
    because = models.CharField(max_length=240, blank=True)  # the words that spoke for it
    score = models.FloatField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "what", "value"], name="suggested_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["what", "state"], name="suggestion_fate", condition=~Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.label}"


class Lesson(models.Model):
    """What was learned from labelled tickets about one thing: category, service or team. One row each, learned anew by night."""

    what = models.CharField(max_length=12, primary_key=True)
    learned_at = models.DateTimeField(default=timezone.now)
    texts = models.PositiveIntegerField()
    labels = models.JSONField()  # in the order of a voice's numbers
    # For each lead over the next best guess, the share of guesses that were right on texts it had not read.
    right = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.what


class Voice(models.Model):
    """How much one word speaks for each label of a lesson: a row per word, so that no process keeps them all in memory."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="voices")
    word = models.CharField(max_length=60)
    rarity = models.FloatField()
    speaks = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lesson", "word"], name="one_voice_each")]

    def __str__(self) -> str:
        return self.word
