"""Who: people, teams, sites."""

import zoneinfo
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people import roles

if TYPE_CHECKING:
    from django.db.models import QuerySet


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone. Use a name such as Europe/Lisbon."), params={"name": name})


class Site(models.Model):
    """A place where colleagues work."""

    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    country = models.CharField(max_length=2, blank=True, help_text=_("Two letters, as in PT or DE; chooses the public holidays."))

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def agents(self) -> Self:
        return self.active().filter(groups__name=roles.AGENT)

    def with_place(self) -> Self:
        return self.select_related("site", "manager").prefetch_related("teams", "groups")

    def matching(self, words: str) -> Self:
        """People whose name, e-mail or phone contains every word: for pickers and the people page."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(preferred_name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(phone__icontains=word)
            )
        return found


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        person.groups.add(*Group.objects.filter(name__in=[roles.ADMINISTRATOR, roles.AGENT]))
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, PermissionsMixin):
    """A colleague. Agents, managers and administrators are colleagues with roles (see `roles`)."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    preferred_name = models.CharField(_("preferred name"), max_length=60, blank=True, help_text=_("How mails and pages greet you."))
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("site"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    manager = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("manager"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    is_staff = models.BooleanField(_("may use the rescue admin"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    if TYPE_CHECKING:
        teams: "QuerySet[Team]"

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="person_email_any_case")]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

    @property
    def short_name(self) -> str:
        return self.preferred_name or self.name

    @property
    def greeting_name(self) -> str:
        return self.preferred_name or self.name.split(" ")[0]

    @cached_property
    def roles(self) -> frozenset[str]:
        """Role names, colleague always among them; one query per request."""
        return frozenset({roles.COLLEAGUE, *(group.name for group in self.groups.all())})

    @property
    def works_the_desk(self) -> bool:
        """Agents and those who lead them: they see every ordinary ticket."""
        return bool(self.roles & roles.DESK)

    @cached_property
    def team_ids(self) -> frozenset[int]:
        return frozenset(self.teams.values_list("pk", flat=True))


class Team(models.Model):
    """A group that can hold the baton together."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    lead = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("lead"))
    members = models.ManyToManyField(Person, related_name="teams", blank=True, verbose_name=_("members"))
    mailbox = models.EmailField(_("mailbox address"), blank=True)
    handover_target = models.DurationField(
        _("hand-over target"),
        default=timedelta(minutes=30),
        help_text=_("How long a ticket may lie with the team before a person takes it. Longer is a dropped baton."),
    )
    first_line = models.BooleanField(
        _("first line"), default=False, help_text=_("Takes what no service's own team takes. Exactly one team.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first_line"], condition=models.Q(first_line=True), name="one_first_line_team")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:team", args=[self.pk])
