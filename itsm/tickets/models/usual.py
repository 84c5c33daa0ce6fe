"""How long things usually take, counted by night: a page reads it, and never counts."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from itsm.frame import words


class UsualTime(models.Model):
    """Half of the tickets alike that were done in the last 90 days took less than this, in one step or in all.

    Alike are those of one kind about one thing: an incident's service, a request's offering (`Ticket.ALIKE_BY`).
    """

    TOO_FEW: ClassVar = 20  # of fewer a median says more about chance than about the work; they have no row

    kind = models.CharField(max_length=8)
    about = models.BigIntegerField()
    step = models.PositiveSmallIntegerField(
        null=True
    )  # a place in the kind's STEPS; none: from asking to done
    seconds = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "about", "step"], name="one_usual_time", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.said} ({self.n})"

    @property
    def said(self) -> str:
        """“2 h”, “1 day”: in one unit, because nobody waits by the minute for days."""
        return words.roughly(self.seconds)
