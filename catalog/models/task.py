"""The plan of a request while it is carried out: tasks for teams, and steps that another system does by webhook."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from itsm.people.models import Person, Team
from itsm.tickets.models import Ticket


class Hook(models.Model):
    """Another system that does a step for us: where it listens, and the secret that signs what we send."""

    name = models.CharField(gettext_lazy("name"), max_length=80, unique=True)
    url = models.URLField(gettext_lazy("address"), max_length=400)
    secret = models.CharField(max_length=400, editable=False)  # sealed, as comms.secrets does it
    is_active = models.BooleanField(gettext_lazy("active"), default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """One step of the plan. It is ready when all it needs are done or skipped."""

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("waits for other steps")
        READY = "ready", gettext_lazy("ready")
        IN_PROGRESS = "in_progress", gettext_lazy("in progress")
        DONE = "done", gettext_lazy("done")
        FAILED = "failed", gettext_lazy("failed")
        SKIPPED = "skipped", gettext_lazy("not needed")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=40)  # its name in the plan
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    instructions = models.TextField(blank=True)
    needs = ArrayField(models.CharField(max_length=40), default=list)  # keys of the steps before it
    team = models.ForeignKey(Team, models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tasks")
    hook = models.ForeignKey(Hook, models.PROTECT, null=True, related_name="tasks")  # done by another system
    checklist = models.JSONField(default=list)  # [{"words", "by", "at"}]
    state = models.CharField(max_length=11, choices=State, default=State.WAITING)
    within_minutes = models.PositiveIntegerField(null=True)  # of the team's working time, from ready on
    ready_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)  # what was done, or why it failed or was not needed

    class Meta:
        ordering: ClassVar = ["ticket", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "key"], name="task_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["team", "due_at"], name="task_open", condition=Q(state__in=["ready", "in_progress"])
            ),
            models.Index(
                fields=["due_at"],
                name="task_due",
                condition=Q(state__in=["ready", "in_progress"], breached_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket.number}: {self.title}"


class Call(models.Model):
    """One attempt to have a step done by another system. The same `key` each time, so that it is done once."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="calls")
    attempt = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(null=True)  # when it is tried again; None: not again
    status = models.PositiveSmallIntegerField(null=True)  # the other system's answer
    error = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="call_again", condition=Q(next_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.attempt}"
