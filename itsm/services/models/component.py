"""What services are made of: servers, switches, databases, lines. One knows what stands on what."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person, Site
from itsm.services.models.service import Service


class ComponentQuerySet(models.QuerySet["Component"]):
    def visible_to(self, person: Person) -> Self:
        return self if person.works_the_desk else self.none()

    def with_places(self) -> Self:
        return self.select_related("site").prefetch_related("services")

    def with_keys(self, keys: Iterable[str]) -> Self:
        """By any spelling of case: monitoring and inventories rarely agree on it."""
        wanted = {key.lower() for key in keys}
        return self.alias(any_case=Lower("key")).filter(any_case__in=wanted)

    def matching(self, words: str) -> Self:
        found = self
        for word in words.split():
            found = found.filter(Q(key__icontains=word) | Q(name__icontains=word))
        return found


class Component(models.Model):
    """One part that can fail by itself. `key` is what machines call it: an inventory, a monitoring system."""

    class Kind(models.TextChoices):
        APPLICATION = "application", _("application")
        DATABASE = "database", _("database")
        VIRTUAL_MACHINE = "virtual_machine", _("virtual machine")
        SERVER = "server", _("server")
        CLUSTER = "cluster", _("cluster")
        STORAGE = "storage", _("storage")
        NETWORK = "network", _("network device")
        CIRCUIT = "circuit", _("line")
        POWER = "power", _("power")
        SUPPLIER = "supplier", _("supplier")
        OTHER = "other", _("other")

    key = models.CharField(
        _("key"),
        max_length=120,
        help_text=_("What machines call it, for example its host name. It is unique."),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.OTHER)
    site = models.ForeignKey(
        Site,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="components",
        verbose_name=_("where it stands"),
    )
    services = models.ManyToManyField(
        Service,
        related_name="components",
        blank=True,
        verbose_name=_("services it carries"),
        help_text=_("When it fails, they fail."),
    )
    depends_on = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="needed_by",
        blank=True,
        verbose_name=_("components it stands on"),
    )
    needs = models.ManyToManyField(
        Service, related_name="needed_by_components", blank=True, verbose_name=_("services it stands on")
    )

    objects: ClassVar[ComponentQuerySet] = ComponentQuerySet.as_manager()  # type: ignore[assignment]
    if TYPE_CHECKING:
        site_id: int | None

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("key"), name="component_key_any_case")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("services:component", args=[self.pk])
