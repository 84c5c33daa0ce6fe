"""Who is told now and who later: wishes, quiet hours in the person's own zone, and bursts. Everything that mails asks here.

What is urgent passes all of it but a plain no: a word of a major incident to those who work on it, a notice whose writer
says so, time running out for whoever holds the ticket. A receipt answers what the person did a moment ago, so it does not
wait for the end of quiet hours either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count

from comms.models import Delivery, Group, Held, How, Preference, Quiet, Reason
from itsm.people.models import Person
from itsm.tickets.models import Event

# More than FEW mails of one kind to one person within WINDOW become lines of one digest.
FEW = 3
WINDOW = timedelta(minutes=10)
SATURDAY = 5
PROPOSED = frozenset({"ticket.propose_major", "ticket.promote_major"})


@dataclass(frozen=True)
class Wanted:
    """Of the people asked about; who is in neither said no."""

    at_once: frozenset[int]
    later: Mapping[int, datetime]  # person → when their digest is due


def wants(
    people: Iterable[int], *, group: str, now: datetime, channel: str = "mail", urgent: bool = False
) -> Wanted:
    """Who of these is told at once, and who in a digest, and when. The same few statements, however many people."""
    asked = set(people)
    chosen = Preference.objects.chosen(asked, group=group, channel=channel)
    willing = {person for person in asked if chosen.get(person) != How.NEVER}
    if urgent or not willing:
        return Wanted(frozenset(willing), {})
    quiet = hours_of(willing, daily={person for person in willing if chosen.get(person) == How.DAILY})
    busy = lately(willing, group=group, channel=channel, since=now - WINDOW)
    later = {}
    for person in willing:
        due = _due(quiet.get(person), chosen.get(person), group, busy=busy[person] >= FEW, now=now)
        if due is not None:
            later[person] = due
    no_digest = (
        Preference.objects.unwilling(list(later), group=Group.DIGEST, channel=channel) if later else set()
    )
    return Wanted(
        frozenset(willing - later.keys()),
        {person: due for person, due in later.items() if person not in no_digest},
    )


def hours_of(people: Iterable[int], *, daily: Iterable[int] = ()) -> dict[int, Quiet]:
    """Whoever keeps quiet hours; of `daily`, everyone, with the usual hour of the digest if they chose none."""
    rows = Quiet.objects.filter(person__in=people).select_related("person")
    rows = rows.only("begins", "ends", "weekends", "digest_at", "person__time_zone")
    found = {row.person_id: row for row in rows}
    if without := set(daily) - found.keys():
        found |= {person.pk: Quiet(person=person) for person in Person.objects.filter(pk__in=without)}
    return found


def _due(quiet: Quiet | None, how: str | None, group: str, *, busy: bool, now: datetime) -> datetime | None:
    """When the digest is due that this belongs into; None if it may go now."""
    if how == How.DAILY and quiet:
        return _after(quiet, next_digest(quiet, now))
    awake = _after(quiet, now)
    if awake > now and group != Group.RECEIPT:
        return awake
    return _after(quiet, now + WINDOW) if busy else None


def lately(people: Iterable[int], *, group: str, channel: str, since: datetime) -> Counter[int]:
    """How much of this kind each of them got, or has waiting, since then. Two workers may both read it before either writes:
    then one mail more goes out singly, and none twice."""
    mails = Delivery.objects.filter(person__in=people, group=group, channel=channel, created_at__gte=since)
    lines = Held.objects.filter(person__in=people, group=group, at__gte=since)
    found: Counter[int] = Counter()
    for rows in (mails, lines):
        found.update(dict(rows.order_by().values_list("person").annotate(number=Count("pk"))))
    return found


def is_urgent(event: Event, *, group: str, reason: str, reader: Person) -> bool:
    """What of a ticket's news does not wait. Of notices, the writer says it: `Update.urgent`."""
    if event.ticket.major or event.verb in PROPOSED:
        return reader.works_the_desk
    return group == Group.CLOCK and reason == Reason.HOLDER


# Time ---------------------------------------------------------------------------------------------------------------


def quiet_until(quiet: Quiet, now: datetime) -> datetime | None:
    """The end of the quiet that holds now, nights that touch a weekend being one; None if it is not quiet."""
    hours = Hours(quiet.begins, quiet.ends, quiet.weekends, quiet.person.time_zone)
    return _quiet_until(hours, now)


class Hours(NamedTuple):
    begins: time | None
    ends: time | None
    weekends: bool
    time_zone: str


@lru_cache(maxsize=256)  # a notice asks for thousands who keep the same hours
def _quiet_until(hours: Hours, now: datetime) -> datetime | None:
    zone, end = ZoneInfo(hours.time_zone), now
    here = now.astimezone(zone).date()
    days = [here + timedelta(days=number) for number in range(-2, 5)]
    for begins, ends in sorted(spell for day in days for spell in _spells(hours, day, zone)):
        if begins <= end < ends:
            end = ends
    return end if end > now else None


def _spells(hours: Hours, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """What begins on this day of theirs, in UTC: in a night when clocks change, only UTC counts hours as they pass.

    An hour that the change skips is the same stretch after midnight, one that comes twice is its first coming.
    """

    def moment(on: date, at: time) -> datetime:
        return datetime.combine(on, at, zone).astimezone(UTC)

    if hours.begins is not None and hours.ends is not None:
        over_midnight = hours.ends <= hours.begins
        last = day + timedelta(days=1) if over_midnight else day
        yield moment(day, hours.begins), moment(last, hours.ends)
    if hours.weekends and day.weekday() == SATURDAY:
        yield moment(day, time.min), moment(day + timedelta(days=2), time.min)


def _after(quiet: Quiet | None, moment: datetime) -> datetime:
    """The first moment from then on that is not quiet."""
    return (quiet_until(quiet, moment) if quiet else None) or moment


def next_digest(quiet: Quiet, now: datetime) -> datetime:
    """When their daily digest comes next, quiet or not."""
    zone, here = ZoneInfo(quiet.person.time_zone), quiet.person.local_time(now=now).date()
    days = (here + timedelta(days=number) for number in range(3))
    moments = (datetime.combine(day, quiet.digest_at, zone).astimezone(UTC) for day in days)
    return next(moment for moment in moments if moment > now)
