"""How much reaches a person, and when: quiet hours in their own zone, and what is gathered into a digest."""

from datetime import time
from typing import ClassVar

from django.db import models

from comms.models.preference import Group
from itsm.people.models import Person


class Quiet(models.Model):
    """A person's quiet hours and digest. Who has no row has neither."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="quiet")
    begins = models.TimeField(null=True, blank=True)  # in the person's zone; over midnight if it ends earlier
    ends = models.TimeField(null=True, blank=True)
    weekends = models.BooleanField(default=False)
    digest_at = models.TimeField(default=time(8))

    def __str__(self) -> str:
        return f"{self.person_id} {self.begins}–{self.ends}"


class Held(models.Model):
    """A line that waits for a digest: it would have been a mail, but hours were quiet or too many came at once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="held", db_index=False)
    group = models.CharField(max_length=10, choices=Group)
    cause = models.CharField(max_length=60)
    line = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    digest = models.CharField(max_length=60, blank=True)  # the cause of the digest that took it

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "cause"], name="held_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "person"], name="held_due", condition=models.Q(digest=""))
        ]

    def __str__(self) -> str:
        return self.line
