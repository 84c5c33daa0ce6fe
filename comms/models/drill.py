"""A rehearsed outage: real clocks, real words, and nothing that leaves."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comms.models.notice import Notice
from itsm.people.models import Person


class DrillQuerySet(models.QuerySet["Drill"]):
    def running(self) -> Self:
        return self.filter(ended_at=None)

    def with_notice(self) -> Self:
        return self.select_related("notice", "started_by")


class Drill(models.Model):
    """The stand-in for the incident: it is no ticket, so that no queue, no clock and no figure can meet it."""

    story = models.SlugField(_("story"), max_length=30)  # which of `comms.drill.stories` is played
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="rehearsal", editable=False)
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    started_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = DrillQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["started_by"], name="one_drill_at_a_time", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice.number} {self.story}"

    def get_absolute_url(self) -> str:
        return f"/comms/drill/{self.pk}/"
