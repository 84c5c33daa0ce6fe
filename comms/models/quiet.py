"""How much reaches a person, and when: quiet hours in their own zone, and what is gathered into a digest."""

from datetime import time
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from comms.models.preference import Group
from comms.models.reason import Told
from itsm.people.models import Person
from itsm.tickets.models import Event


class Quiet(models.Model):
    """A person's quiet hours and digest. Who has no row has neither."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="quiet")
    begins = models.TimeField(null=True, blank=True)  # in the person's zone; over midnight if it ends earlier
    ends = models.TimeField(null=True, blank=True)
    weekends = models.BooleanField(default=False)
    digest_at = models.TimeField(default=time(8))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(begins=None, ends=None)
                | Q(begins__isnull=False, ends__isnull=False) & ~Q(begins=models.F("ends")),
                name="quiet_hours_have_two_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.begins}–{self.ends}"

    def clean(self) -> None:
        """The constraint in words."""
        if (self.begins is None) != (self.ends is None):
            missing = "begins" if self.begins is None else "ends"
            raise ValidationError({missing: _("Quiet hours have two ends. Leave both empty for none.")})
        if self.begins is not None and self.begins == self.ends:
            raise ValidationError(
                {"ends": _("That would be quiet all day. To get no mail, choose “not at all”.")}
            )


class Held(Told):
    """A line that waits for a digest: it would have been a mail, but hours were quiet or too many came at once."""

    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="held", db_index=False)
    group = models.CharField(max_length=10, choices=Group)
    cause = models.CharField(max_length=60)  # as on the Delivery that it would have been
    line = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    digest = models.CharField(max_length=60, blank=True)  # the cause of the digest that took it

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "cause"], name="held_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "person"], name="held_due", condition=Q(digest="")),
            models.Index(fields=["person", "group", "at"], name="held_lately"),
            models.Index(fields=["event"], name="held_of_event", condition=Q(event__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.line
