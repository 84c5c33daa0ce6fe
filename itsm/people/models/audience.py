"""For whom something is written: an article, an offering. One place says who may see it."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.people.models.person import Person, Site
from itsm.people.models.team import Team
from itsm.people.roles import GROUPS, LABELS

READER_ROLES = [(role, LABELS[role]) for role in GROUPS]


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("every colleague")
    LIMITED = "limited", _("only some colleagues")
    DESK = "desk", _("only the desk")


class AudienceQuerySet(models.QuerySet[Any]):
    def meant_for(self, person: Person) -> Self:
        """Whom it addresses: all, or by site, team or role (any one is enough), or only the desk."""
        named = Q(roles__overlap=sorted(person.roles)) | Q(teams__in=person.teams.all())
        if person.site_id:
            named |= Q(sites=person.site_id)
        limited = self.model._default_manager.filter(named, audience=Audience.LIMITED).values("pk")
        theirs = Q(audience=Audience.EVERYONE) | Q(pk__in=limited)
        return self.filter(theirs | Q(audience=Audience.DESK) if person.works_the_desk else theirs)

    def open_to(self, person: Person) -> Self:
        """Who may read it: the desk answers questions about all of it, a colleague reads what is meant for them."""
        return self if person.works_the_desk else self.meant_for(person)


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
