"""Who is away, and who acts for them meanwhile: approvals ask it, and whoever else must not wait for a holiday to end."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models.person import Person


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def at(self, now: datetime) -> Self:
        return self.filter(since__lte=now, until__gt=now)

    def not_over(self, now: datetime) -> Self:
        """Running or to come, the next first."""
        return self.filter(until__gt=now).select_related("person", "delegate").order_by("since", "pk")


class Absence(models.Model):
    """From one moment to another; the stand-in decides what would wait for this person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    since = models.DateTimeField(gettext_lazy("from"))
    until = models.DateTimeField(gettext_lazy("until"))
    delegate = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stands_in",
        verbose_name=gettext_lazy("who acts for them"),
    )

    objects: ClassVar = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(delegate=F("person")), name="nobody_stands_in_for_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.since:%Y-%m-%d} – {self.until:%Y-%m-%d}"

    def clean(self) -> None:
        if self.since and self.until and self.until <= self.since:
            raise ValidationError({"until": _("It ends before it begins.")})
        if self.delegate_id and self.delegate_id == self.person_id:
            raise ValidationError({"delegate": _("Nobody stands in for themselves.")})
        if self.since and self.until and self._overlaps().exists():
            raise ValidationError({"since": _("You are away then already. Change that absence instead.")})

    def _overlaps(self) -> AbsenceQuerySet:
        others = Absence.objects.filter(person=self.person_id).exclude(pk=self.pk)
        return others.filter(since__lt=self.until, until__gt=self.since)

    def end(self, *, now: datetime) -> None:
        """Back earlier than planned; what has not begun never was."""
        if self.since >= now:
            self.delete()
        else:
            self.until = min(self.until, now)
            self.save(update_fields=["until"])

    @property
    def last_moment(self) -> datetime:
        """On its last day: an absence until midnight ends the day before."""
        return self.until - timedelta(seconds=1)


def stand_ins(people: "list[int]", *, now: datetime) -> dict[int, int]:
    """For each of these people who is away and named somebody: who acts for them. One statement."""
    away = Absence.objects.at(now).filter(person__in=people, delegate__is_active=True)
    return dict(away.order_by("-since").values_list("person", "delegate"))
