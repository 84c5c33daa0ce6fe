"""What each day came to, so that a year is read from its days and not from its tickets.

One row for each day and value of one dimension (all tickets, or those of a team, a service, a kind, a priority, a site):
the edges of the cube, not the cube, so it stays small.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Rollup(models.Model):
    """`parts` are what measures are made of, counts and sums, in the order of the `Plan` that stands on the day."""

    pk = models.CompositePrimaryKey("dimension", "value", "day")
    dimension = models.CharField(max_length=8)  # "" is everything
    value = models.CharField(max_length=20)  # "" where a ticket has none
    day = models.DateField()
    parts = ArrayField(models.FloatField())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day"], name="rollup_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.dimension} {self.value}".strip()


class Spread(models.Model):
    """Every value of a day, sorted: medians of longer times are taken from all of them, not from medians.

    `ranks` say how many are at most as large as each of `THRESHOLDS`; few values need none.
    """

    pk = models.CompositePrimaryKey("name", "dimension", "value", "day")
    name = models.CharField(max_length=80)
    dimension = models.CharField(max_length=8)
    value = models.CharField(max_length=20)
    day = models.DateField()
    values = ArrayField(models.FloatField())
    ranks = ArrayField(models.IntegerField(), null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day"], name="spread_day")]

    def __str__(self) -> str:
        return f"{self.name}: {self.day} {self.dimension} {self.value}".strip()


class Day(models.Model):
    """A day that was rolled up, and after which plan. One that is not here, or after another plan, is read from the tickets."""

    day = models.DateField(primary_key=True)
    plan = models.CharField(max_length=16)
    stale = models.BooleanField(default=False)
    rolled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"


class Touched(models.Model):
    """A ticket to which something happened since. Written by a trigger with each Event, taken away by the next upkeep.

    No key leads to the ticket and nothing is unique: whoever writes an Event waits for nobody.
    """

    ticket_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.ticket_id}"
