"""Who is told now and who later: wishes, quiet hours in the person's own zone, and bursts. Everything that mails asks here.

What is urgent passes all of it but a plain no: a word of a major incident to those who work on it, a notice whose writer
says so, time running out for whoever holds the ticket. A receipt answers what the person did a moment ago, so it does not
wait for the end of quiet hours either.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from comms.models import Group, Quiet, Reason
from itsm.people.models import Person
from itsm.tickets.models import Event

# More than FEW mails of one kind to one person within WINDOW become lines of one digest.
FEW = 3
WINDOW = timedelta(minutes=10)
SATURDAY = 5
PROPOSED = frozenset({"ticket.propose_major", "ticket.promote_major"})
USUAL_DIGEST: time = Quiet._meta.get_field("digest_at").get_default()

# Who got, or has waiting, FEW of this kind. Asked by itself: both tables grow by thousands while a notice goes out, and whoever
# joins them then is misled by how few they were. Two workers may both read them before either writes: then one mail more goes
# out singly, and none twice.
BUSY = """
    SELECT person_id FROM (
        SELECT person_id FROM comms_delivery WHERE person_id = ANY(%(people)s) AND "group" = %(group)s
            AND channel = %(channel)s AND created_at >= %(since)s
        UNION ALL
        SELECT person_id FROM comms_held WHERE person_id = ANY(%(people)s) AND "group" = %(group)s AND at >= %(since)s
    ) lately GROUP BY person_id HAVING count(*) >= %(few)s"""
# People of the same habits are one row, so that each habit is thought about once, however many share it.
HABITS = """
    SELECT quiet.begins, quiet.ends, coalesce(quiet.weekends, false), coalesce(quiet.digest_at, %(usual)s::time), person.time_zone,
        coalesce(choice.wanted, true), coalesce(choice.daily, false), person.id = ANY(%(busy)s::bigint[]), coalesce(digest.wanted, true),
        array_agg(person.id)
    FROM people_person person
    LEFT JOIN comms_quiet quiet ON quiet.person_id = person.id
    LEFT JOIN comms_preference choice
        ON choice.person_id = person.id AND choice.channel = %(channel)s AND choice."group" = %(group)s
    LEFT JOIN comms_preference digest
        ON digest.person_id = person.id AND digest.channel = %(channel)s AND digest."group" = 'digest'
    WHERE person.id = ANY(%(people)s)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9"""


@dataclass(frozen=True)
class Wanted:
    """Of the people asked about; who is in neither said no."""

    at_once: frozenset[int]
    later: Mapping[int, datetime]  # person → when their digest is due


class Hours(NamedTuple):
    """When it is quiet for a person, and when their digest comes."""

    begins: time | None
    ends: time | None
    weekends: bool
    digest_at: time
    time_zone: str


class Habit(NamedTuple):
    """What some people share."""

    hours: Hours
    wanted: bool
    daily: bool
    busy: bool
    digest: bool
    people: list[int]


def wants(
    people: Iterable[int], *, group: str, now: datetime, channel: str = "mail", urgent: bool = False
) -> Wanted:
    """Who of these is told at once, and who in a digest, and when. Two statements, however many people."""
    at_once: set[int] = set()
    later: dict[int, datetime] = {}
    about: dict[str, Any] = {"people": list(people), "group": group, "channel": channel}
    about["busy"] = [] if urgent else busy(about, since=now - WINDOW)
    for habit in habits(about):
        due = None if urgent else _due(habit, group, now=now)
        if habit.wanted and due is None:
            at_once.update(habit.people)
        elif habit.wanted and due and habit.digest:
            later.update(dict.fromkeys(habit.people, due))
    return Wanted(frozenset(at_once), later)


def busy(about: Mapping[str, Any], *, since: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(BUSY, {**about, "since": since, "few": FEW})
        return [person for (person,) in cursor.fetchall()]


def habits(about: Mapping[str, Any]) -> Iterator[Habit]:
    with connection.cursor() as cursor:
        cursor.execute(HABITS, {**about, "usual": USUAL_DIGEST.isoformat()})
        for row in cursor.fetchall():
            yield Habit(Hours(*row[:5]), *row[5:])


def _due(habit: Habit, group: str, *, now: datetime) -> datetime | None:
    """When the digest is due that this belongs into; None if it may go now."""
    hours = habit.hours
    if habit.daily:
        return _after(hours, next_digest(hours, now))
    awake = _after(hours, now)
    if awake > now and group != Group.RECEIPT:
        return awake
    return _after(hours, now + WINDOW) if habit.busy else None


def is_urgent(event: Event, *, group: str, reason: str, reader: Person) -> bool:
    """What of a ticket's news does not wait. Of notices, the writer says it: `Update.urgent`."""
    if event.ticket.major or event.verb in PROPOSED:
        return reader.works_the_desk
    return group == Group.CLOCK and reason == Reason.HOLDER


# Time ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)  # a notice asks for thousands who keep the same hours
def quiet_until(hours: Hours, now: datetime) -> datetime | None:
    """The end of the quiet that holds now, nights that touch a weekend being one; None if it is not quiet."""
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


def _after(hours: Hours, moment: datetime) -> datetime:
    """The first moment from then on that is not quiet."""
    return quiet_until(hours, moment) or moment


def next_digest(hours: Hours, now: datetime) -> datetime:
    """When the daily digest comes next, quiet or not."""
    zone = ZoneInfo(hours.time_zone)
    here = now.astimezone(zone).date()
    days = (here + timedelta(days=number) for number in range(3))
    moments = (datetime.combine(day, hours.digest_at, zone).astimezone(UTC) for day in days)
    return next(moment for moment in moments if moment > now)
