"""A problem's place among the problems, and why it has it: points that add up, each with its reason."""

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from itsm.services.models import Goal, Service

STILL_HAPPENS = timedelta(days=7)
CRITICALITY = 5  # points for each step of the service's criticality
VALUE = 10  # for each step of business value
GOAL, STILL, MOST_FOR_TIME, MOST_FOR_COLLEAGUES = 20, 15, 40, 20


class Value(models.IntegerChoices):
    LITTLE = 1, gettext_lazy("little")
    SOME = 2, gettext_lazy("some")
    MUCH = 3, gettext_lazy("much")
    VITAL = 4, gettext_lazy("vital")


class Rank(models.Model):
    """What it is worth to solve it. Stands before Ticket among the bases."""

    business_value = models.PositiveSmallIntegerField(
        gettext_lazy("business value"), default=Value.SOME, choices=Value
    )
    goal = models.ForeignKey(
        Goal,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=gettext_lazy("goal"),
    )
    rank = models.PositiveIntegerField(default=0, editable=False)  # points: the most first
    because = models.JSONField(
        default=list, editable=False
    )  # [reason, points, its figure], most points first

    Value: ClassVar = Value

    class Meta:
        abstract = True

    def weigh(self, *, now: datetime) -> None:
        """Saved by the act around it."""
        hours, recent = (
            self.lost_minutes / 60,
            self.last_incident_at and self.last_incident_at > now - STILL_HAPPENS,
        )
        points = [
            ["value", VALUE * self.business_value, self.business_value],
            ["goal", GOAL if self.goal and self.goal.is_active else 0, self.goal.name if self.goal else ""],
            ["time", min(MOST_FOR_TIME, round(5 * math.log2(1 + hours))), round(hours)],
            ["colleagues", min(MOST_FOR_COLLEAGUES, self.colleague_count), self.colleague_count],
            ["service", CRITICALITY * weight_of(self.service), self.service.criticality if self.service else 0],
            ["still", STILL if recent and self.open else 0, self.incident_count],
        ]  # fmt: skip
        self.because = sorted((row for row in points if row[1]), key=lambda row: -row[1])
        self.rank = sum(row[1] for row in self.because)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """In words, with the points of each."""
        return [(said(reason, figure), points) for reason, points, figure in self.because]

    if TYPE_CHECKING:
        lost_minutes: int
        colleague_count: int
        incident_count: int
        last_incident_at: datetime | None
        service: Service | None
        open: bool


def weight_of(service: Service | None) -> int:
    """0 for the least critical."""
    return len(Service.Criticality) - service.criticality if service else 0


def criticality(figure: int | str) -> str:
    return str(Service.Criticality(figure).label).lower()


def said(reason: str, figure: int | str) -> str:
    match reason:
        case "value":
            return _("%(value)s business value") % {"value": Value(figure).label}
        case "goal":
            return _("serves “%(goal)s”") % {"goal": figure}
        case "time":
            return ngettext("%(n)d hour lost", "%(n)d hours lost", int(figure)) % {"n": figure}
        case "colleagues":
            return ngettext("%(n)d colleague", "%(n)d colleagues", int(figure)) % {"n": figure}
        case "service":
            return _("service: %(criticality)s") % {"criticality": criticality(figure)}
        case _:
            return _("still happens")
