"""Why two things collide, in a sentence that is true from either side, and the time in question in the reader's zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.utils.translation import gettext as _

from changes.calendar.clashes import Clash, Kind
from changes.calendar.graph import Graph
from changes.calendar.plan import Plan
from changes.models import Collision
from itsm.frame import words
from itsm.people.models import Person
from itsm.services.models import Service

MINUTE = timedelta(minutes=1)
LONGEST = 300  # characters that are kept


@dataclass(frozen=True)
class Names:
    """What the services and people of some collisions are called: two statements."""

    services: dict[int, str]
    people: dict[int, str]

    @classmethod
    def of(cls, clashes: Iterable[Clash]) -> Self:
        found = list(clashes)
        services = {key for clash in found for key in (clash.mine, clash.theirs) if key}
        people = {key for clash in found for key in clash.people}
        named = dict(Service.objects.filter(pk__in=services).values_list("pk", "name")) if services else {}
        persons = Person.objects.filter(pk__in=people).order_by("name") if people else ()
        return cls(named, {person.pk: str(person) for person in persons})


def because(plan: Plan, clash: Clash, names: Names, graph: Graph) -> str:
    """“CHG-1012 changes Mail, which Booking (CHG-1010) stands on”."""
    said = _between(plan, clash, names, graph) if clash.other else _against(plan, clash, names)
    return words.middle(said, LONGEST)


def _between(plan: Plan, clash: Clash, names: Names, graph: Graph) -> str:
    assert clash.other  # noqa: S101 - for the type checker
    one, two = (called(each) for each in sorted((plan, clash.other), key=lambda each: each.pk))
    if clash.kind == Kind.PEOPLE:
        needed = ", ".join(name for pk, name in names.people.items() if pk in clash.people)
        return _("%(people)s: needed for %(one)s and for %(two)s") % {
            "people": needed,
            "one": one,
            "two": two,
        }
    said = _meeting(plan, clash, names, graph, one=one, two=two)
    if clash.kind == Kind.TOO_CLOSE:
        return _("%(why)s, only %(gap)s apart") % {
            "why": said,
            "gap": words.duration(clash.until - clash.since),
        }
    return said


def _meeting(plan: Plan, clash: Clash, names: Names, graph: Graph, *, one: str, two: str) -> str:
    assert clash.other  # noqa: S101
    assert clash.mine  # noqa: S101
    assert clash.theirs  # noqa: S101
    if clash.mine == clash.theirs:
        about = {"one": one, "two": two, "service": names.services[clash.mine]}
        return _("%(one)s and %(two)s both change %(service)s") % about
    lower, upper = (called(clash.other), clash.theirs), (called(plan), clash.mine)
    if graph.stands_on(clash.theirs, clash.mine) and not graph.stands_on(clash.mine, clash.theirs):
        lower, upper = upper, lower
    return _("%(lower)s changes %(below)s, which %(above)s (%(upper)s) stands on") % {
        "lower": lower[0],
        "below": names.services[lower[1]],
        "above": names.services[upper[1]],
        "upper": upper[0],
    }


def called(plan: Plan) -> str:
    """The sentence stands on both changes, and not everybody who reads one may know of the other."""
    return _("a restricted change") if plan.restricted else plan.number


def _against(plan: Plan, clash: Clash, names: Names) -> str:
    about = {
        "number": called(plan),
        "title": clash.occasion.title if clash.occasion else "",
        "service": names.services.get(clash.theirs or clash.mine or 0, ""),
    }
    match clash.kind:
        case Kind.CLOSING_DAY:
            about["day"] = words.day(clash.day) if clash.day else ""
            return _("%(number)s falls on a closing day, %(day)s: nobody supports %(service)s then") % about
        case Kind.FREEZE if about["service"]:
            return (
                _("%(number)s falls into the freeze “%(title)s”, in which %(service)s is not touched") % about
            )
        case Kind.FREEZE:
            return _("%(number)s falls into the freeze “%(title)s”") % about
        case _ if about["service"]:
            return _("%(number)s meets “%(title)s”, which needs %(service)s") % about
    return _("%(number)s meets “%(title)s”") % about


def span(since: datetime, until: datetime, *, now: datetime) -> str:
    """“Sat 28 Nov 10:00 to 12:00”, the second day only if it is another one."""
    said = words.current()
    first, last = since.astimezone(said.zone), until.astimezone(said.zone)
    day = f"{said.weekdays[first.weekday()]} {said.day(since, now)} {first:%H:%M}"
    if first.date() == last.date():
        return _("%(since)s to %(until)s") % {"since": day, "until": f"{last:%H:%M}"}
    until_day = f"{said.weekdays[last.weekday()]} {said.day(until, now)} {last:%H:%M}"
    return _("%(since)s to %(until)s") % {"since": day, "until": until_day}


def time_in_question(row: Collision, *, now: datetime) -> str:
    return span(row.meets_from, row.meets_until, now=now) if row.meets_from and row.meets_until else ""
