"""How risk decides the path: the questions with their weights, the levels, and who has authority over which."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.models.flow import Level, Type
from itsm.people.roles import CHANGE_MANAGER

CHANGE_MANAGER_AGREES: dict[str, Any] = {
    "name": "The change manager authorises",
    "who": {"kind": "role", "role": CHANGE_MANAGER},
    "remind_hours": 8,
    "escalate_hours": 24,
}


class RiskQuestion(models.Model):
    """One question of the short questionnaire; each choice brings its points."""

    key = models.SlugField(max_length=40, unique=True)
    text = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("help"), max_length=240, blank=True)
    choices = models.JSONField(default=list)  # [{"label": …, "points": …}]
    place = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("asked"), default=True)

    class Meta:
        ordering: ClassVar = ["place", "pk"]

    def __str__(self) -> str:
        return self.text


class RiskFact(models.Model):
    """What a fact that Baton knows by itself weighs: points for each step of it. The facts are code, the weights data."""

    key = models.SlugField(max_length=40, unique=True)
    points = models.SmallIntegerField(_("points"))

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.key


class RiskLevel(models.Model):
    """From how many points on, how long before it starts it must be ready, and whether tests must be shown."""

    level = models.CharField(max_length=6, choices=Level, unique=True)
    from_score = models.PositiveSmallIntegerField(_("from so many points on"))
    lead_hours = models.PositiveSmallIntegerField(_("ready so many hours before"), default=0)
    needs_evidence = models.BooleanField(_("only with test evidence"), default=False)

    class Meta:
        ordering: ClassVar = ["from_score"]


class AuthorityQuerySet(models.QuerySet["Authority"]):
    def steps_for(self, type_: str, level: str) -> list[dict[str, Any]]:
        """Of this type and level; else of the type at any level; else the change managers. Never nobody."""
        found = self.filter(type=type_, level__in=[level, ""]).order_by("-level").first()
        return (found.steps if found else []) or [CHANGE_MANAGER_AGREES]


class Authority(models.Model):
    """Who authorises a change of this type and level: steps as the approvals of requests are planned."""

    type = models.CharField(max_length=9, choices=Type)
    level = models.CharField(max_length=6, choices=Level, blank=True)  # empty: whatever the level
    steps = models.JSONField(default=list)

    objects: ClassVar = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "authorities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["type", "level"], name="one_authority_for_a_level")
        ]
