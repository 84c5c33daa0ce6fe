"""Who gets a report: asked when it goes out, so that whoever joins a team or becomes a manager has the next one."""

from dataclasses import dataclass

from django.db.models import Q

from comms.models import Report
from comms.reports.subjects import Subject, may_have
from itsm.people.models import Person
from itsm.people.roles import MANAGER


@dataclass(frozen=True)
class Whom:
    """`left` do not want it any more; `closed` may not read it: figures, or this page of them, are not open to them."""

    get: list[Person]
    left: list[Person]
    closed: list[Person]


def whom(report: Report, subject: Subject) -> Whom:
    named = Q(pk__in=[person.pk for person in report.people.all()])
    named |= Q(teams__in=[team.pk for team in report.teams.all()])
    if report.managers:
        named |= Q(groups__name=MANAGER)
    meant = Person.objects.active().filter(named).distinct().order_by("name", "pk").prefetch_related("groups")
    gone = {person.pk for person in report.left.all()}
    found = Whom([], [], [])
    for person in meant:
        if not may_have(person, subject):
            found.closed.append(person)
        else:
            (found.left if person.pk in gone else found.get).append(person)
    return found
