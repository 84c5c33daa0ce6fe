"""Other systems that do a step for us, and each attempt to have them do it."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from catalog.models.task import Task


class Hook(models.Model):
    """Another system that does a step for us: where it listens, and the secret that signs what we send."""

    name = models.CharField(gettext_lazy("name"), max_length=80, unique=True)
    url = models.URLField(gettext_lazy("address"), max_length=400)
    secret = models.CharField(max_length=400, editable=False)  # sealed, see itsm.frame.secrets
    is_active = models.BooleanField(gettext_lazy("active"), default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class CallQuerySet(models.QuerySet["Call"]):
    def due(self, *, now: datetime) -> Self:
        return self.filter(next_at__lte=now).order_by("next_at")

    def pending(self) -> Self:
        return self.filter(next_at__isnull=False)


class Call(models.Model):
    """One attempt to have a step done by another system. The same key each time, so that it is done once."""

    task = models.ForeignKey("catalog.Task", models.CASCADE, related_name="calls")
    attempt = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(null=True)  # when it is made, or made again; None: not again
    status = models.PositiveSmallIntegerField(null=True)  # the other system's answer
    error = models.CharField(max_length=240, blank=True)

    objects: ClassVar = CallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="call_again", condition=Q(next_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.attempt}"

    @classmethod
    def plan(cls, task: "Task", *, at: datetime, attempt: int = 1) -> "Call":
        return cls.objects.create(task=task, attempt=attempt, at=at, next_at=at)
