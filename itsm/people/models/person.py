"""A colleague and the place they work at."""

import re
import zoneinfo
from collections.abc import Collection
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Func, OuterRef, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.frame.prepared import Prepared
from itsm.frame.sql import Sql
from itsm.people import roles

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from itsm.people.models.team import Team


class LastAdministrator(Exception):
    """Nobody would be left who can look after people."""


@cache
def time_zones() -> frozenset[str]:
    """Every name this machine knows; reading them from disk once is enough."""
    return frozenset(zoneinfo.available_timezones())


def check_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Use a name such as Europe/Lisbon."), params={"name": name}
        )


def apart(field: str) -> Func:
    """Its words, so that neither `ana.reis@halden` nor `+351` is one word of its own kind."""
    signs = "@.+-_'/"
    return Func(
        field, Value(signs), Value(" " * len(signs)), function="translate", output_field=models.TextField()
    )


# An index holds exactly this; a LIKE would read every colleague.
SEARCHED_FIELDS = ("name", "preferred_name", "email", "phone")
SEARCHED = SearchVector(*map(apart, SEARCHED_FIELDS), config="simple")
# As PostgreSQL reads it, for it is asked with every search.
APART = "COALESCE(translate({{{}}}, '@.+-_''/', '       '), '')"
MATCHING = "to_tsvector('simple'::regconfig, {}) @@ to_tsquery('simple'::regconfig, {{asked}})".format(
    " || ' ' || ".join(map(APART.format, SEARCHED_FIELDS))
)
LONGEST = 200  # characters of what is asked for
WORD = re.compile(r"[^\W_]+")


class Site(models.Model):
    """A place where colleagues work."""

    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    country = models.CharField(
        max_length=2, blank=True, help_text=_("Two letters, as in PT or DE; chooses the public holidays.")
    )
    # Where one meets the desk in person. Without a place nobody is sent there.
    desk_place = models.CharField(
        _("where to come by"), max_length=120, blank=True, help_text=_("Such as: ground floor, room 0.12.")
    )
    desk_hours = models.CharField(
        _("when somebody is there"),
        max_length=120,
        blank=True,
        help_text=_("Such as: Monday to Friday, 9 to 12."),
    )
    desk_team = models.ForeignKey(
        "people.Team",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who is there"),
    )

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def local_time(self, *, now: datetime) -> datetime:
        return now.astimezone(zoneinfo.ZoneInfo(self.time_zone))


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def here(self) -> Self:
        """All but those who were erased: of them nothing is changed any more."""
        return self.filter(erasure=None)

    def agents(self) -> Self:
        return self.active().filter(groups__name=roles.AGENT)

    def administrators(self) -> Self:
        return (
            self.active()
            .filter(models.Q(groups__name=roles.ADMINISTRATOR) | models.Q(is_superuser=True))
            .distinct()
        )

    def with_roles(self) -> Self:
        """Their roles and teams in the same statement."""
        groups = Group.objects.filter(user=OuterRef("pk")).values("name")
        members: Any = self.model.teams
        teams = members.through.objects.filter(person=OuterRef("pk")).values("team")
        return self.annotate(role_names=ArraySubquery(groups), their_teams=ArraySubquery(teams))

    def with_place(self) -> Self:
        return self.select_related("site", "unit", "manager").prefetch_related("teams", "groups")

    def with_email(self, email: str) -> Self:
        """In any case. Lower, as the index says it; `iexact` would compare upper case and read the whole table."""
        return self.alias(any_case=Lower("email")).filter(any_case=email.strip().lower())

    def matching(self, words: str) -> Self:
        """People in whose name, e-mail or phone every word begins a word: for pickers, search and the people page."""
        if not words.replace("\x00", " ").strip():
            return self
        beginnings = [f"{word}:*" for word in WORD.findall(words[:LONGEST])]
        asked = Sql(MATCHING, models.BooleanField(), asked=" & ".join(beginnings))
        return self.filter(asked) if beginnings else self.none()


SIGNED_IN: "Prepared[Person]" = Prepared(
    lambda pk: Person.objects.active().with_roles().order_by().filter(pk=pk), int
)


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

    def signed_in(self, pk: int) -> "Person | None":
        """Who has this session, with roles and teams."""
        return SIGNED_IN.one(pk)

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.with_email(email or "").get()


class Person(AbstractBaseUser, PermissionsMixin):
    """A colleague. Agents, managers and administrators are colleagues with roles (see `roles`)."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    preferred_name = models.CharField(
        _("preferred name"), max_length=60, blank=True, help_text=_("How mails and pages greet you.")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("site")
    )
    unit = models.ForeignKey(
        "people.BusinessUnit",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("business unit"),
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("manager")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    is_staff = models.BooleanField(_("may use the rescue admin"), default=False)
    takes_thanks = models.BooleanField(
        _("colleagues may thank you by name"),
        default=True,
        help_text=_("Otherwise they thank your team. Thanks are never counted or compared."),
    )
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
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="person_name"),
            models.Index(
                Lower("name"), name="person_name_any_case"
            ),  # asked for each word that an erasing reads
            GinIndex(SEARCHED, name="person_words"),
        ]

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
        """Role names, colleague always among them; one query unless they came `with_roles`."""
        known = self.__dict__.get("role_names")
        names = [group.name for group in self.groups.all()] if known is None else known
        return frozenset({roles.COLLEAGUE, *names})

    @property
    def role_labels(self) -> list[str]:
        """Their roles in words, in the order of `roles.GROUPS`; being a colleague goes without saying."""
        return [str(roles.LABELS[name]) for name in roles.GROUPS if name in self.roles]

    @property
    def works_the_desk(self) -> bool:
        """Agents and those who lead them: they see every ordinary ticket."""
        return bool(self.roles & roles.DESK)

    @cached_property
    def team_ids(self) -> frozenset[int]:
        known = self.__dict__.get("their_teams")
        return frozenset(self.teams.values_list("pk", flat=True) if known is None else known)

    def local_time(self, *, now: datetime) -> datetime:
        return now.astimezone(zoneinfo.ZoneInfo(self.time_zone))

    def chain_of_managers(self) -> list[int]:
        """Ids from this person up to the top; a circle in old data ends the walk."""
        chain: list[int] = []
        here: int | None = self.pk
        while here is not None and here not in chain:
            chain.append(here)
            here = Person.objects.filter(pk=here).values_list("manager_id", flat=True).first()
        return chain

    # What administrators do -------------------------------------------------------------------------------------------

    def take_roles(self, names: Collection[str]) -> None:
        """These roles and no others; everyone stays a colleague."""
        with transaction.atomic():
            if roles.ADMINISTRATOR not in names:
                self._leave_an_administrator()
            self.groups.set(Group.objects.filter(name__in=[name for name in names if name in roles.GROUPS]))
        for known in ("roles", "role_names"):
            self.__dict__.pop(known, None)

    def deactivate(self) -> None:
        """They can no longer sign in, by page or token; what they did and hold stays theirs."""
        with transaction.atomic():
            self._leave_an_administrator()
            self.is_active = False
            self.save(update_fields=["is_active"])

    def reactivate(self) -> None:
        self.is_active = True
        self.save(update_fields=["is_active"])

    def _leave_an_administrator(self) -> None:
        # The lock keeps two administrators from dismissing each other at the same moment.
        locked = Person.objects.select_for_update(of=("self",)).order_by("pk")
        left = {person.pk for person in locked.filter(pk__in=Person.objects.administrators().values("pk"))}
        if left == {self.pk}:
            raise LastAdministrator
