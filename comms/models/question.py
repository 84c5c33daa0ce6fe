"""Questions under a notice: twenty who ask the same are one topic, answered once, and each of them is told."""

from typing import ClassVar

from django.db import models

from comms.models.notice import Notice
from itsm.people.models import Person


class Question(models.Model):
    """One colleague's question. `topic` is the question it was put together with; empty, it is a topic itself."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="questions")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()
    channel = models.CharField(max_length=12)  # portal, mail, chat
    topic = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="others")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["notice"], name="question_open", condition=models.Q(answered_at=None, topic=None)
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]
