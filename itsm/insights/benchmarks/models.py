"""Bands of one's own, and which of the published ones are shown."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person


class OwnBand(models.Model):
    """What we measure ourselves by: a sister company, a contract, a survey that we paid for."""

    measure = models.CharField(_("figure"), max_length=60)
    low = models.FloatField(_("low"), null=True, blank=True)
    typical = models.FloatField(_("typical"), null=True, blank=True)
    good = models.FloatField(_("good"), null=True, blank=True)
    source = models.CharField(_("where it comes from"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    population = models.CharField(_("who was asked or measured"), max_length=300, blank=True)
    note = models.CharField(_("how its definition differs"), max_length=300, blank=True)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, editable=False, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["measure", "-year", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="own_band_says_something",
                condition=models.Q(low__isnull=False) | models.Q(typical__isnull=False) | models.Q(good__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source}, {self.year}"

    def clean(self) -> None:
        if self.low is None and self.typical is None and self.good is None:
            raise ValidationError({"typical": _("Give at least one of low, typical and good.")})

    @classmethod
    def enter(cls, *, by: Person, **given: Any) -> "OwnBand":
        return cls.objects.create(entered_by=by, **given)


class Shown(models.Model):
    """Somebody decided that a band is shown, or is not, other than the rules have it."""

    name = models.CharField(max_length=80, unique=True)
    shown = models.BooleanField()
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def decide(cls, name: str, *, shown: bool, by: Person) -> None:
        values = {"shown": shown, "decided_by": by, "decided_at": timezone.now()}
        cls.objects.update_or_create(name=name, defaults=values)
