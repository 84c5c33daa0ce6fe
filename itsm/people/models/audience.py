"""For whom something is written: an article, an offering. One place says who may see it."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.frame.sql import Sql
from itsm.people.models.person import Person, Site
from itsm.people.models.team import Team
from itsm.people.roles import DESK, GROUPS, LABELS

READER_ROLES = [(role, LABELS[role]) for role in GROUPS]


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("every colleague")
    LIMITED = "limited", _("only some colleagues")
    DESK = "desk", _("only the desk")


# `limited`: one of the person's roles, teams or their site is named.
MEANT_FOR = """
    ({{audience}} = ANY({{open}}) OR {{audience}} = 'limited' AND ({{roles}} && {{mine}}::varchar[]
    OR {{pk}} IN (SELECT {model}_id FROM {table}_teams WHERE team_id = ANY({{my_teams}}))
    OR {{pk}} IN (SELECT {model}_id FROM {table}_sites WHERE site_id = {{my_site}})))"""


class AudienceQuerySet(models.QuerySet[Any]):
    def meant_for(self, person: Person) -> Self:
        """Whom it addresses: all, or by site, team or role (any one is enough), or only the desk."""
        named = MEANT_FOR.format(model=self.model._meta.model_name, table=self.model._meta.db_table)
        open_to = [Audience.EVERYONE, Audience.DESK] if person.works_the_desk else [Audience.EVERYONE]
        return self.filter(
            Sql(
                named,
                models.BooleanField(),
                open=open_to,
                mine=sorted(person.roles),
                my_teams=sorted(person.team_ids),
                my_site=person.site_id,
            )
        )

    def open_to(self, person: Person) -> Self:
        """Who may read it: the desk answers questions about all of it, a colleague reads what is meant for them."""
        return self if person.works_the_desk else self.meant_for(person)


def readers(
    audience: str, *, sites: Iterable[Site] = (), teams: Iterable[Team] = (), roles: Iterable[str] = ()
) -> "models.QuerySet[Person]":
    """The same the other way round: everybody who is here and whom it addresses."""
    here = Person.objects.active()
    match audience:
        case Audience.EVERYONE:
            return here
        case Audience.DESK:
            named = Q(groups__name__in=DESK)
        case _:
            named = Q(site__in=sites) | Q(teams__in=teams) | Q(groups__name__in=roles)
    return here.filter(pk__in=Person.objects.filter(named).values("pk"))


class ForAudience(models.Model):
    """What has readers."""

    audience = models.CharField(_("for whom"), max_length=8, choices=Audience, default=Audience.EVERYONE)
    sites = models.ManyToManyField(Site, related_name="+", blank=True, verbose_name=_("sites"))
    teams = models.ManyToManyField(Team, related_name="+", blank=True, verbose_name=_("teams"))
    roles = ArrayField(
        models.CharField(max_length=20, choices=READER_ROLES),
        default=list,
        blank=True,
        verbose_name=_("roles"),
    )

    class Meta:
        abstract = True

    objects: ClassVar[Any]
