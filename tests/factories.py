"""Test data: boring on purpose, so that a test shows what matters to it."""

import factory
from django.contrib.auth.models import Group

from incidents.models import Incident
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site
        django_get_or_create = ("name",)

    name = "Porto"
    time_zone = "Europe/Lisbon"
    country = "PT"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Colleague {n}")
    email = factory.Sequence(lambda n: f"colleague{n}@halden.example")
    site = factory.SubFactory(SiteFactory)
    time_zone = "Europe/Lisbon"
    password = "!"

    @factory.post_generation
    def roles(self, create, names, **kwargs):
        if names:
            self.groups.set(Group.objects.filter(name__in=names))

    @factory.post_generation
    def teams(self, create, teams, **kwargs):
        for team in teams or ():
            team.members.add(self)


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service

    name = factory.Sequence(lambda n: f"Service {n}")
    purpose = "Colleagues get their work done with it."
    team = factory.SubFactory(TeamFactory)


def incident(
    *, by: Person, title: str = "Mail is down", status: str | None = None, **fields: object
) -> Incident:
    """An incident as people make it, by its verb; `status` forces a state for tests of the flow."""
    made = Incident.report(by=by, title=title, **fields)
    if status:
        Incident.objects.filter(pk=made.pk).update(status=status, open=status not in Incident.FINISHED)
        made.refresh_from_db()
    return made
