"""What the frame remembers: answers to creates, so that a repeated request creates nothing twice, and practices switched on and off."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from rest_framework.utils.encoders import JSONEncoder

from itsm.frame.retention.models import RetentionRule, RetentionRun

__all__ = ["Answer", "RetentionRule", "RetentionRun", "StepTaken", "Switch"]

KEPT_FOR = timedelta(hours=24)


class Answer(models.Model):
    """The first answer to a request with an Idempotency-Key, written in the same transaction as what it created."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    digest = models.CharField(
        max_length=64
    )  # of method, address and body: another request may not use the key
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict, encoder=JSONEncoder)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key


class SwitchQuerySet(models.QuerySet["Switch"]):
    def newest(self) -> dict[str, "Switch"]:
        """By practice. Few rows: practices are switched a handful of times in years."""
        return {row.practice: row for row in self.select_related("by").order_by("pk")}


class Switch(models.Model):
    """A practice was switched on or off. Rows are only ever added: the newest counts, all of them tell who decided what."""

    practice = models.SlugField(db_index=False)
    on = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    objects: ClassVar = SwitchQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("switch_practice", "Can switch practices on and off")]

    def __str__(self) -> str:
        return f"{self.practice} {'on' if self.on else 'off'}"


class StepTaken(models.Model):
    """Somebody did one of their first steps. Kept, so that what was done once is never looked for again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    step = models.SlugField(db_index=False)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "step"], name="one_first_step")]

    def __str__(self) -> str:
        return self.step
