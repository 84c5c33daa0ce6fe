"""What the service desk costs, as somebody who knows wrote it down."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person


class DeskCostQuerySet(models.QuerySet["DeskCost"]):
    def latest_first(self) -> Self:
        return self.select_related("entered_by").order_by("-since")


class DeskCost(models.Model):
    """From that month on a month costs so much, until another amount is entered. In the organisation's own currency."""

    since = models.DateField(_("from this month on"), unique=True)  # the first of a month
    amount = models.DecimalField(
        _("cost of a month"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Everything: salaries, licences, rooms. In your own currency, the same for every month."),
    )
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = DeskCostQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(since__day=1), name="cost_from_the_first"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} from {self.since:%Y-%m}"

    @classmethod
    def enter(cls, since: date, amount: Decimal, *, by: Person, now: Any = None) -> "DeskCost":
        """What was entered for the same month before is replaced."""
        values = {"amount": amount, "entered_by": by, "entered_at": now or timezone.now()}
        return cls.objects.update_or_create(since=since.replace(day=1), defaults=values)[0]
