"""Keeping the days true: what was touched is counted anew within seconds, what is missing is filled in, newest first.

A trigger writes down every ticket to which something happens (see the migration). Its days are those on which it counts
now, and those of its Events, on which it may have counted before: a reopened ticket is no longer resolved on Tuesday.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from time import monotonic

from django.db import connection, transaction
from django.db.models import Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from itsm.insights.measures.period import DAY
from itsm.insights.measures.registry import measures
from itsm.insights.rollups.models import Day, Touched
from itsm.insights.rollups.plan import Plan, plan_for
from itsm.insights.rollups.rolling import mark_of, roll
from itsm.tickets.models import Event, Link, Ticket

logger = logging.getLogger(__name__)

AT_ONCE = 5000  # tickets whose days are looked for in one go
TICKETS, MOST_DAYS = 15_000, 120  # in one transaction
PATIENCE = 10.0  # seconds of upkeep; the next one goes on
LATELY = timedelta(
    days=30
)  # Events of these days, whatever they were; older ones where they moved the ticket
LOCK = 7_260_831  # one upkeep at a time, whoever does it


def the_plan() -> Plan:
    return plan_for(measures())


@contextmanager
def alone() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def keep_up(*, now: datetime | None = None, patience: float = PATIENCE) -> int:
    """Says how many days were counted. What happens while it counts is the next one's work."""
    began, rolled, batch = monotonic(), 0, batch_size(now=now or timezone.now())
    while True:
        with alone():
            mark_touched(now=now or timezone.now())
            days = wanting(now=now or timezone.now())[:batch]
            count(days)
        rolled += len(days)
        if len(days) < batch or monotonic() - began > patience:
            return rolled


def batch_size(*, now: datetime) -> int:
    """As many days as hold some thousands of tickets, so that nobody waits long for a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'tickets_ticket'::regclass")
        (tickets,) = cursor.fetchone()
    a_day = tickets / max(len(every_day(now=now)), 1)
    return max(min(int(TICKETS / max(a_day, 1)), MOST_DAYS), 1)


def count(days: Sequence[date]) -> None:
    plan, zone = the_plan(), timezone.get_default_timezone()
    roll(plan, days, zone=zone, mark=mark_of(plan, zone))


def mark_touched(*, now: datetime) -> None:
    """Days of the tickets to which something happened are stale from here on, in the transaction that counts them."""
    while tickets := _taken():
        # A link is an Event on its source; it may say something about its target, too: that somebody had to come again.
        targets = Link.objects.filter(source__in=tickets).values_list("target", flat=True)
        Day.objects.filter(day__in=days_of([*tickets, *targets], now=now)).update(stale=True)


def _taken() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM insights_touched WHERE id IN (SELECT id FROM insights_touched ORDER BY id LIMIT %s) RETURNING ticket_id",
            [AT_ONCE],
        )
        return sorted({ticket for (ticket,) in cursor.fetchall()})


def days_of(tickets: Sequence[int], *, now: datetime) -> set[date]:
    zone = timezone.get_default_timezone()
    moved = Q(at__gte=now - LATELY) | Q(details__has_key="status")
    events = Event.objects.filter(moved, ticket__in=tickets)
    found = [events.order_by().values_list(TruncDate("at", tzinfo=zone))]
    for part in the_plan().parts.values():
        source = part.source
        rows = source.rows().filter(**{f"{source.path}pk__in": tickets})
        found.append(rows.order_by().values_list(TruncDate(source.moment, tzinfo=zone)))
    return {day for (day,) in found[0].union(*found[1:]) if day}


def wanting(*, now: datetime) -> list[date]:
    """Days that are not here, stale or of another plan, newest first."""
    mark = mark_of(the_plan(), timezone.get_default_timezone())
    fresh = set(Day.objects.filter(plan=mark, stale=False).values_list("day", flat=True))
    return [day for day in every_day(now=now) if day not in fresh]


def every_day(*, now: datetime) -> list[date]:
    """From today back to the day on which the first ticket came."""
    first = Ticket.objects.aggregate(at=Min("opened_at"))["at"]
    if first is None:
        return []
    zone = timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    return [today - n * DAY for n in range((today - first.astimezone(zone).date()).days + 1)]


def lag(*, now: datetime) -> timedelta:
    """How long ago the oldest thing happened that no figure knows yet."""
    oldest = Touched.objects.aggregate(at=Min("at"))["at"]
    return max(now - oldest, timedelta(0)) if oldest else timedelta(0)


def rebuild(*, now: datetime | None = None) -> Iterator[tuple[int, int]]:
    """Everything anew, newest first; says after each batch how many days of how many are done. Figures are read meanwhile."""
    now = now or timezone.now()
    days, batch = every_day(now=now), batch_size(now=now)
    with alone():
        mark_touched(now=now)
    for start in range(0, len(days), batch):
        with alone():
            count(days[start : start + batch])
        yield min(start + batch, len(days)), len(days)
