"""The register of improvements: who does what about it, what it cost, and what a figure says before and after."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import connection, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.errors import Refused


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def open(self) -> Self:
        return self.filter(state__in=Improvement.OPEN)

    def with_people(self) -> Self:
        return self.select_related("owner", "service", "team")


class Improvement(models.Model):
    """Something that shall be better. `before` and `after` keep a figure as it was on those days:
    {"value", "n", "since", "until"}.
    """

    class Source(models.TextChoices):
        FEEDBACK = "feedback", gettext_lazy("feedback")
        REVIEW = "review", gettext_lazy("a review")  # after an incident or a change
        MEETING = "meeting", gettext_lazy("a meeting")
        FIGURE = "figure", gettext_lazy("a figure")
        OURS = "ours", gettext_lazy("a thought of ours")

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("proposed")
        STARTED = "started", gettext_lazy("started")
        REVIEWED = "reviewed", gettext_lazy("done and looked at")
        DROPPED = "dropped", gettext_lazy("dropped")

    class Outcome(models.TextChoices):
        BETTER = "better", gettext_lazy("It is better")
        SAME = "same", gettext_lazy("Nothing changed")
        WORSE = "worse", gettext_lazy("It is worse")

    OPEN: ClassVar = (State.PROPOSED, State.STARTED)
    FLOW: ClassVar[Mapping[str, tuple[tuple[str, ...], str]]] = {
        "start": ((State.PROPOSED,), State.STARTED),
        "review": ((State.STARTED,), State.REVIEWED),
        "drop": (OPEN, State.DROPPED),
        "note": (tuple(State), ""),
    }

    number = models.CharField(max_length=20, unique=True, editable=False)
    title = models.CharField(gettext_lazy("what shall be better"), max_length=160)
    why = models.TextField(gettext_lazy("why"), blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="improvements", verbose_name=gettext_lazy("owner")
    )
    source = models.CharField(
        gettext_lazy("where it comes from"), max_length=8, choices=Source, default=Source.OURS
    )
    origin = models.CharField(max_length=80, blank=True)  # FBK-3, INC-1042, MTG-7, or a figure's key
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("service")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("team")
    )
    measure = models.CharField(gettext_lazy("figure that shows it"), max_length=60, blank=True)
    days = models.PositiveSmallIntegerField(gettext_lazy("over how many days"), default=28)
    before = models.JSONField(null=True, blank=True, editable=False)
    after = models.JSONField(null=True, blank=True, editable=False)
    cost = models.CharField(gettext_lazy("what it costs"), max_length=200, blank=True)
    effect = models.TextField(gettext_lazy("what came of it"), blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    review_on = models.DateField(gettext_lazy("look at it again on"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True)  # of the review that is due
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = ImprovementQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "-id"], name="improvement_state"),
            models.Index(fields=["review_on"], name="improvement_review", condition=Q(state="started")),
        ]
        permissions: ClassVar = [("work_improvement", "Can propose, start, review and drop improvements")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('comms_improvement_number'::regclass)")
                self.number = f"IMP-{cursor.fetchone()[0]}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("improvements:improvement", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def allowed_verbs(self) -> list[str]:
        return [verb for verb, (sources, _target) in self.FLOW.items() if self.state in sources]

    @contextmanager
    def step(self, verb: str, *, by: Person, words: str = "", now: datetime) -> Iterator[None]:
        """Lock it, check the flow, let the body change fields, write them and the line of its history. One transaction."""
        with transaction.atomic():
            locked = Improvement.objects.select_for_update(of=("self",)).get(pk=self.pk)
            for field in self._meta.concrete_fields:
                setattr(self, field.attname, getattr(locked, field.attname))
            sources, target = self.FLOW[verb]
            if self.state not in sources:
                raise Refused(
                    _("%(number)s is %(state)s: that step is not possible now.")
                    % {"number": self.number, "state": self.get_state_display()}
                )
            self.state = target or self.state
            yield
            self.ended_at = None if self.is_open else (self.ended_at or now)
            self.save()
            ImprovementStep.objects.create(improvement=self, verb=verb, by=by, at=now, words=words.strip())


class ImprovementStep(models.Model):
    """One line of its history."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=8)  # "propose", or one of the flow
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.verb}"
