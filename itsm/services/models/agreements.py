"""What is promised: agreements with their targets and escalation steps, and the matrix that makes a priority."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Team
from itsm.services.models.amendment import PolicyQuerySet, PolicyRow, amendment
from itsm.services.models.calendars import SupportCalendar

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from itsm.services.models.service import Service


class Kind(models.TextChoices):
    INCIDENT = "incident", _("Incidents")
    REQUEST = "request", _("Requests")
    PROBLEM = "problem", _("Problems")
    CHANGE = "change", _("Changes")


class ClockKind(models.TextChoices):
    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_UPDATE = "next_update", _("Next update")
    RESOLUTION = "resolution", _("Resolution")
    HANDOVER = "handover", _("Hand-over")


class HoldReason(models.TextChoices):
    """What a ticket on hold waits for."""

    COLLEAGUE = "colleague", _("an answer of the colleague")
    SUPPLIER = "supplier", _("a supplier")
    CHANGE = "change", _("a change")
    PROBLEM = "problem", _("a problem being solved")
    SCHEDULED = "scheduled", _("an agreed time")


class Tells(models.TextChoices):
    """Whom an escalation step tells: up the line, or (team) across to people who can do more."""

    HOLDER = "holder", _("who holds the baton")
    TEAM_LEAD = "team_lead", _("the team's lead")
    LEADS_MANAGER = "leads_manager", _("the lead's manager")
    TEAM = "team", _("another team")


class Priority(models.IntegerChoices):
    CRITICAL = 1, _("P1 critical")
    HIGH = 2, _("P2 high")
    NORMAL = 3, _("P3 normal")
    LOW = 4, _("P4 low")


class Impact(models.IntegerChoices):
    MANY = 1, _("Many colleagues")
    GROUP = 2, _("A group")
    ONE = 3, _("One person")


class Urgency(models.IntegerChoices):
    CRITICAL = 1, _("Critical")
    HIGH = 2, _("High")
    MEDIUM = 3, _("Medium")
    LOW = 4, _("Low")


def default_pauses() -> list[str]:
    """Waiting for a supplier is our wait, not the colleague's: it does not stop what we promised them."""
    return [HoldReason.COLLEAGUE, HoldReason.CHANGE, HoldReason.SCHEDULED]


class Agreement(PolicyRow):
    """Service levels for the services that name it; exactly one is the default for all others."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_default = models.BooleanField(_("for every service that names no other"), default=False)
    calendar = models.ForeignKey(
        SupportCalendar, models.PROTECT, related_name="agreements", verbose_name=_("support calendar")
    )
    pauses = ArrayField(
        models.CharField(max_length=20, choices=HoldReason),
        verbose_name=_("clocks pause while waiting for"),
        default=default_pauses,
        blank=True,
    )

    objects: ClassVar[PolicyQuerySet["Agreement"]] = PolicyQuerySet.as_manager()  # type: ignore[assignment]
    if TYPE_CHECKING:
        targets: "QuerySet[Target]"
        steps: "QuerySet[EscalationStep]"
        services: "QuerySet[Service]"

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_agreement"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("services:agreement", args=[self.pk])

    def begin(self) -> Self:
        """Save a new agreement with the targets and steps of the default, to be changed from there."""
        with amendment():
            self.save()
            for model in (Target, EscalationStep):
                for row in model.objects.filter(agreement__is_default=True):
                    row.pk, row.agreement = None, self
                    row.save(force_insert=True)
        return self

    def make_default(self) -> None:
        with amendment():
            Agreement.objects.filter(is_default=True).exclude(pk=self.pk).update(is_default=False)
            self.is_default = True
            self.save(update_fields=["is_default"])


class Target(PolicyRow):
    """The four budgets of business time for one kind and priority; null means no target.

    `calendar` is for a priority that runs on other hours than its agreement (P1 round the clock).
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=10, choices=Kind)
    priority = models.PositiveSmallIntegerField(choices=Priority)
    first_response = models.DurationField(_("first response"), null=True, blank=True)
    next_update = models.DurationField(_("next update"), null=True, blank=True)
    resolution = models.DurationField(_("resolution"), null=True, blank=True)
    handover = models.DurationField(_("hand-over"), null=True, blank=True)
    calendar = models.ForeignKey(
        SupportCalendar, models.PROTECT, null=True, blank=True, related_name="targets"
    )

    objects: ClassVar[PolicyQuerySet["Target"]] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["agreement", "kind", "priority"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "kind", "priority"], name="target_once"),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="target_priority_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} P{self.priority}"


class EscalationStep(PolicyRow):
    """At `percent` of a clock's target, someone is told. Above 100 the target is already broken."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="steps")
    clock = models.CharField(_("clock"), max_length=20, choices=ClockKind)
    percent = models.PositiveSmallIntegerField(_("at % of the target"))
    tells = models.CharField(_("tells"), max_length=20, choices=Tells)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("which team")
    )

    objects: ClassVar[PolicyQuerySet["EscalationStep"]] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["clock", "percent", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "clock", "percent", "tells", "team"],
                nulls_distinct=False,
                name="step_once",
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(1, 1000)),
                name="percent_in_range",
                violation_error_message=_("Between 1 and 1000 %."),
            ),
            models.CheckConstraint(
                condition=Q(tells=Tells.TEAM, team__isnull=False) | (~Q(tells=Tells.TEAM) & Q(team=None)),
                name="team_told_is_named",
                violation_error_message=_("Name the team to tell, and only with “another team”."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()} {self.percent} %: {self.team or self.get_tells_display()}"


class PriorityRule(PolicyRow):
    """One cell of the matrix: impact × urgency makes a priority."""

    impact = models.PositiveSmallIntegerField(choices=Impact)
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    priority = models.PositiveSmallIntegerField(choices=Priority)

    objects: ClassVar[PolicyQuerySet["PriorityRule"]] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["impact", "urgency"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["impact", "urgency"], name="matrix_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.impact} × {self.urgency} = P{self.priority}"
