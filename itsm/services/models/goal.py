"""What the organisation wants to reach, and the services it needs for it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.services.models.service import Service


class Goal(models.Model):
    """A business goal: work that serves it goes before work that does not."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    says = models.TextField(_("what it is for, in one or two sentences"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="goals", verbose_name=_("owner")
    )
    reached_by = models.DateField(_("to be reached by"), null=True, blank=True)
    services = models.ManyToManyField(
        Service, related_name="goals", blank=True, verbose_name=_("services it needs")
    )
    is_active = models.BooleanField(_("pursued"), default=True)

    class Meta:
        ordering: ClassVar = ["-is_active", "name"]

    def __str__(self) -> str:
        return self.name
