"""What people decided about figures: how much each part of experience weighs, and dashboards they put together."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person

OWN = "own:"
SLUG_LENGTH = 12
SLUG_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for one another


def new_slug() -> str:
    return get_random_string(SLUG_LENGTH, SLUG_LETTERS)


class Weighing(models.Model):
    """How much each part of the experience counts. Rows are only ever added: the newest holds, all of them tell who decided."""

    weights = models.JSONField()  # part → weight
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        get_latest_by = "pk"
        permissions: ClassVar = [("weigh_experience", "Can change how much each part of experience weighs")]

    def __str__(self) -> str:
        return ", ".join(f"{part} {weight}" for part, weight in self.weights.items())

    @classmethod
    def decide(
        cls, weights: Mapping[str, int], *, by: Person, now: datetime | None = None
    ) -> "Weighing | None":
        """Nothing is written where nothing changes."""
        newest = cls.objects.last()
        if newest and newest.weights == dict(weights):
            return None
        return cls.objects.create(weights=dict(weights), by=by, at=now or timezone.now())


class OwnDashboardQuerySet(models.QuerySet["OwnDashboard"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, and what others share. Whoever asks may read figures; the pages see to that."""
        return self.filter(Q(owner=person) | Q(shared=True))


class OwnDashboard(models.Model):
    """Figures that somebody chose, in their order. `figures` holds [measure, look]; a measure of a practice that is off waits."""

    class Look(models.TextChoices):
        CARD = "card", _("figure")
        COURSE = "course", _("trend")
        SERVICE = "service", _("by service")
        TEAM = "team", _("by team")

    slug = models.SlugField(unique=True, default=new_slug, editable=False)
    title = models.CharField(_("title"), max_length=80)
    owner = models.ForeignKey(Person, models.CASCADE, related_name="dashboards")
    figures = models.JSONField(default=list)
    shared = models.BooleanField(
        _("Shared by link"),
        default=False,
        help_text=_("Whoever may read figures can open it by its link. Nobody but you can change it."),
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[OwnDashboardQuerySet] = OwnDashboardQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("insights:own", args=[self.slug])

    @property
    def subject(self) -> str:
        """How it is named beside the keys of those that are registered, for what is done with a whole page."""
        return f"{OWN}{self.slug}"
