"""How long somebody may hear nothing human before the silence board says that it is too long."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.services.models.agreements import Priority
from itsm.services.models.amendment import PolicyQuerySet, PolicyRow


class SilenceLimit(PolicyRow):
    """One for each priority, whatever the service: a promise may lie further ahead, a silence may not be longer."""

    priority = models.PositiveSmallIntegerField(choices=Priority, unique=True)
    length = models.DurationField(_("longest silence"))
    always = models.BooleanField(_("round the clock"), default=False)  # else in the default agreement's hours

    objects: ClassVar[PolicyQuerySet["SilenceLimit"]] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["priority"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="silence_priority_exists")
        ]

    def __str__(self) -> str:
        return f"P{self.priority}: {self.length}"
