"""What is known of a business unit: its people, the services they ask about, what is promised to them, when we last talked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.meetings import letters
from comms.meetings.agenda import services_of
from comms.meetings.kept import known, lately
from comms.models import Delivery, Held, Meeting
from comms.models.meeting import ReviewQuerySet
from itsm.insights.figures import shown, unit_of
from itsm.insights.measures import ask
from itsm.insights.measures.shape import NOTHING
from itsm.people.models import BusinessUnit, Person
from itsm.services.models import Goal, Service
from itsm.tickets.models import Ticket

TOO_LONG = timedelta(days=90)
MOST_PROMISES, MOST_SERVICES = 10, 8
SATISFACTION = "csat"


@dataclass(frozen=True)
class Used:
    """A service its people ask about. `satisfaction` is of everybody who rates it: ratings have no names."""

    service: Service
    tickets: int
    satisfaction: str


@dataclass(frozen=True)
class Talks:
    """`last` and `next` with the unit; `overdue`: nobody talked with it for 90 days."""

    last: Meeting | None
    next: Meeting | None
    overdue: bool


def used(family: list[int], *, now: datetime) -> list[Used]:
    services = services_of(family, now=now)[:MOST_SERVICES]
    measure = known(SATISFACTION)
    found = ask([measure], lately(now=now), by="service")[SATISFACTION] if measure and services else {}
    lines = []
    for service, tickets in services:
        figure = found.get(service.pk, NOTHING)
        said = f"{shown(figure, measure.unit)} {unit_of(figure, measure.unit)}" if measure else ""
        lines.append(Used(service, tickets, said))
    return lines


def promises(family: list[int], person: Person) -> "QuerySet[Ticket]":
    """What its people were promised and still wait for, the soonest first; as far as this person may see it."""
    theirs = Ticket.objects.visible_to(person).open().filter(requester__unit__in=family)
    return (
        theirs.exclude(promised_at=None).select_related("requester", "service").order_by("promised_at", "pk")
    )


def goals(family: list[int]) -> list[Goal]:
    return list(Goal.objects.pursued().select_related("owner").filter(units__in=family).distinct())


def talked(unit: BusinessUnit) -> ReviewQuerySet:
    return Meeting.objects.filter(unit=unit, kind__in=Meeting.TALKS)


def talks(unit: BusinessUnit, *, now: datetime) -> Talks:
    last = talked(unit).filter(state=Meeting.State.OVER).order_by("-starts_at").first()
    following = talked(unit).ahead(now=now).order_by("starts_at").first()
    day = timezone.localdate(last.starts_at) if last else None
    return Talks(last, following, overdue=is_overdue(unit, day, now=now))


def is_overdue(unit: BusinessUnit, last: date | None, *, now: datetime) -> bool:
    """Counted from the last talk, or from the day we know of it."""
    return unit.is_active and timezone.localdate(now) - (last or unit.known_since) >= TOO_LONG


# Nobody talked with it ------------------------------------------------------------------------------------------------


def last_talks() -> dict[int, date]:
    """Of every unit: the day of its last talk."""
    over = Meeting.objects.filter(unit__isnull=False, kind__in=Meeting.TALKS, state=Meeting.State.OVER)
    rows = over.order_by("unit", "-starts_at").distinct("unit").values_list("unit", "starts_at")
    return {unit: timezone.localdate(moment) for unit, moment in rows}


def remind(*, now: datetime) -> list[int]:
    """Whoever looks after a unit hears once for each silence, unless a talk is planned; returns the mails to send."""
    ahead = Meeting.objects.ahead(now=now).filter(kind__in=Meeting.TALKS)
    planned = set(ahead.values_list("unit", flat=True))
    last = last_talks()
    mails: list[int] = []
    for unit in BusinessUnit.objects.active().exclude(keeper=None).select_related("keeper"):
        if unit.pk not in planned and unit.keeper and is_overdue(unit, last.get(unit.pk), now=now):
            cause = f"unit:{unit.pk}:{last.get(unit.pk) or 'never'}"
            if not told(cause):
                mails += letters.of_unit(unit, unit.keeper, open_for(unit), cause=cause, now=now)
    return mails


def told(cause: str) -> bool:
    """By mail, or as a line that waits for a digest."""
    return Delivery.objects.filter(cause=cause).exists() or Held.objects.filter(cause=cause).exists()


def open_for(unit: BusinessUnit) -> list[str]:
    """What there would be to talk about."""
    family = unit.family()
    waiting = Ticket.objects.open().filter(requester__unit__in=family)
    tickets, promised = waiting.count(), waiting.exclude(promised_at=None).count()
    lines = [
        ngettext("%(n)s ticket of its people is open.", "%(n)s tickets of its people are open.", tickets)
        % {"n": tickets}
    ]
    if promised:
        said = ngettext("%(n)s of them has a promise.", "%(n)s of them have a promise.", promised)
        lines.append(said % {"n": promised})
    return [*lines, *(_("Goal: %(goal)s") % {"goal": goal} for goal in goals(family))]
