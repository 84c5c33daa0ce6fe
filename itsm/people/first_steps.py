"""What an administrator does first: people, teams, practices."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from itsm.frame.first_steps import FirstStep, add
from itsm.frame.models import Switch
from itsm.people.models import Person, Team
from itsm.people.roles import ADMINISTRATOR, AGENT


def others(person: Person) -> QuerySet[Any]:
    return Person.objects.active().exclude(pk=person.pk)


def agents(person: Person) -> QuerySet[Any]:
    return Person.objects.active().filter(groups__name=AGENT).exclude(pk=person.pk)


def teams(_person: Person) -> QuerySet[Any]:
    return Team.objects.filter(is_active=True, members__isnull=False)


def switched(_person: Person) -> QuerySet[Any]:
    return Switch.objects.filter(on=True)


def add_to_house() -> None:
    roles = frozenset({ADMINISTRATOR})
    add(
        FirstStep(
            key="colleagues", label=_("Bring your colleagues in"), url_name="people:people", roles=roles, order=10, done=others,
            says=_("Add them by hand or from a file, or let them sign in with what they have already."),
        ),
        FirstStep(
            key="agents", label=_("Say who works the desk"), url_name="people:people", roles=roles, order=11, done=agents,
            says=_("Open a person and give them the role of an agent."),
        ),
        FirstStep(
            key="teams", label=_("Put them into teams"), url_name="people:teams", roles=roles, order=12, done=teams,
            says=_("One team takes what no other takes: the first line."),
        ),
        FirstStep(
            key="practice", label=_("Switch on the next practice"), url_name="frame:practices", roles=roles, order=90, done=switched,
            says=_("Incidents and notices are there from the first day. What comes next is suggested from your own figures."),
        ),
    )  # fmt: skip
