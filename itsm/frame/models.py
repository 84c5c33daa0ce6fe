"""What the API remembers: answers to creates, so that a repeated request creates nothing twice."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from rest_framework.utils.encoders import JSONEncoder

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
