"""What we support, and what each service stands on."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person, Site, Team
from itsm.services.models.agreements import Agreement
from itsm.services.models.amendment import amendment

REACHED = """
    WITH RECURSIVE reached(id) AS (
        SELECT unnest(%s::bigint[])
        UNION
        SELECT edge.from_service_id FROM services_service_depends_on edge JOIN reached ON edge.to_service_id = reached.id
    ) SELECT id FROM reached
"""


class CircularDependency(Exception):
    """Depending on that service would close a circle; `path` names the services round it."""

    def __init__(self, path: "list[Service]") -> None:
        self.path = path
        super().__init__(" → ".join(service.name for service in path))


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, person: Person) -> Self:
        return self if person.works_the_desk else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def reached_from(self, services: Iterable[int]) -> Self:
        """These, by their keys, and every service that stands on one of them, directly or through others: one query."""
        return self.filter(pk__in=RawSQL(REACHED, [list(services)]))  # noqa: S611 - constant text, one parameter

    def with_people(self) -> Self:
        return self.select_related("owner", "team", "agreement").prefetch_related("sites")

    def for_list(self) -> Self:
        """The most critical first, what is no longer offered last; `needed` counts the services right above."""
        return (
            self.with_people()
            .annotate(needed=models.Count("needed_by"))
            .order_by("-is_active", "criticality", "name")
        )


class Service(models.Model):
    """Something colleagues use and would miss, named in their words."""

    class Criticality(models.IntegerChoices):
        BUSINESS_CRITICAL = 1, _("Business critical")
        IMPORTANT = 2, _("Important")
        USEFUL = 3, _("Useful")
        MINOR = 4, _("Minor")

    name = models.CharField(_("name"), max_length=80, unique=True)
    purpose = models.CharField(
        _("purpose"),
        max_length=240,
        blank=True,
        help_text=_("What colleagues do with it, in their words: one sentence."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_services",
        verbose_name=_("owner"),
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("support team")
    )
    sites = models.ManyToManyField(
        Site,
        related_name="services",
        blank=True,
        verbose_name=_("sites"),
        help_text=_("None chosen: all sites."),
    )
    criticality = models.PositiveSmallIntegerField(
        _("criticality"), choices=Criticality, default=Criticality.USEFUL
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("agreement")
    )
    depends_on = models.ManyToManyField(
        "self", symmetrical=False, related_name="needed_by", blank=True, verbose_name=_("depends on")
    )
    is_active = models.BooleanField(_("offered"), default=True)

    objects: ClassVar[ServiceQuerySet] = ServiceQuerySet.as_manager()  # type: ignore[assignment]
    _agreed_id: int | None = None  # the agreement as loaded: only a new one amends the policy

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(criticality__range=(1, 4)), name="criticality_exists")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        if self.agreement_id == self._agreed_id:
            return super().save(*args, **options)
        with amendment():
            super().save(*args, **options)
        self._agreed_id = self.agreement_id
        return None

    def get_absolute_url(self) -> str:
        return reverse("services:service", args=[self.pk])

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        service = super().from_db(db, field_names, values, **options)
        service._agreed_id = service.__dict__.get("agreement_id")
        return service

    def depend_on(self, other: "Service") -> None:
        """Refuses a circle. The lock on all services keeps two requests from closing one between them."""
        with transaction.atomic():
            services = {s.pk: s for s in Service.objects.select_for_update(no_key=True).order_by("pk")}
            path = _path(other.pk, self.pk)
            if path:
                raise CircularDependency([self, *(services[pk] for pk in path)])
            self.depends_on.add(other)

    def dependants(self) -> ServiceQuerySet:
        """Every service that stands on this one, directly or through others: one query."""
        return Service.objects.reached_from([self.pk]).exclude(pk=self.pk)


def _path(start: int, goal: int) -> list[int]:
    """Service ids along the dependencies from `start` to `goal`, both included; empty if none leads there."""
    edges: dict[int, list[int]] = defaultdict(list)
    for source, target in Service.depends_on.through.objects.values_list("from_service_id", "to_service_id"):
        edges[source].append(target)
    came_from, waiting = {start: start}, [start]
    while waiting and goal not in came_from:
        here = waiting.pop(0)
        for there in edges[here]:
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    if goal not in came_from:
        return []
    path = [goal]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]
