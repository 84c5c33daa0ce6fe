"""What a figure should be, since when, and for whom."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person, Team
from itsm.services.models import Service


class FigureTargetQuerySet(models.QuerySet["FigureTarget"]):
    def in_force(self, day: date) -> Self:
        """Of each figure and each service or team, the newest that has begun."""
        begun = self.filter(since__lte=day).order_by("measure", "service_id", "team_id", "-since", "-pk")
        return begun.distinct("measure", "service_id", "team_id")

    def with_subject(self) -> Self:
        return self.select_related("service", "team", "set_by")


class FigureTarget(models.Model):
    """A value a figure should not miss. A new one is a new row: a chart of last year shows what was meant last year.

    Without a value there is none any more from that day on.
    """

    measure = models.CharField(_("figure"), max_length=60)
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    value = models.FloatField(_("target"), null=True)
    since = models.DateField(_("from"), default=timezone.localdate)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)

    objects: ClassVar[FigureTargetQuerySet] = FigureTargetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["measure", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "service", "team", "since"],
                name="one_target_a_day",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"
