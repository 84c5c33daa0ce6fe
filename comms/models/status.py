"""What the status page shows, and to whom: the page's own setting, and for each service its place on it."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.services.models import Service


class StatusPage(models.Model):
    """The one row of the page's settings. Without a row: closed, as a fresh desk should be."""

    ONLY: ClassVar = 1

    public = models.BooleanField(
        _("open to everybody"),
        default=False,
        help_text=_("Without signing in, people see the services and notices that are marked as public."),
    )
    title = models.CharField(
        _("title"),
        max_length=80,
        blank=True,
        help_text=_("Above the public page, for example the name of your organisation."),
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_status_page")  # ONLY
        ]

    def __str__(self) -> str:
        return self.title or str(_("Status"))

    @classmethod
    def the(cls) -> Self:
        return cls.objects.filter(pk=cls.ONLY).first() or cls(pk=cls.ONLY)


class ServiceOnStatus(models.Model):
    """How a service stands on the status page. Without a row: shown to who is signed in, in no group."""

    service = models.OneToOneField(
        Service, models.CASCADE, primary_key=True, related_name="on_status", verbose_name=_("service")
    )
    group = models.CharField(_("group"), max_length=60, blank=True)
    shown = models.BooleanField(_("on the page"), default=True)
    public = models.BooleanField(_("on the public page, too"), default=False)

    def __str__(self) -> str:
        return f"{self.service} on the status page"


class FeedAddress(models.Model):
    """The number of a person's private feed address: a higher one ends those given out before. Without a row it is 0."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="feed_address")
    issue = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_id}, {self.issue}"
