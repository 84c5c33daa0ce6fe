"""Collisions as rows: found again whenever something moves, told to both owners, gone when they no longer meet.

Two who plan at the same moment would each miss the other, so looking is done by one at a time: whoever looks has locked
their own changes first, then takes the calendar. Nobody locks a change after it, so nobody waits in a circle; the other
side of a collision hears of it from the outbox.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from changes.calendar import finding, reasons
from changes.calendar.graph import Graph
from changes.calendar.own import with_a_window
from changes.calendar.plan import Plan, plans_of
from changes.models import Change, Collision
from changes.models.change import IN_THE_CALENDAR
from itsm.people.models import Person
from itsm.tickets.models import Act, Event

CALENDAR = 0x63616C  # the advisory lock: one looks at a time
FOUND, GONE = "collide", "part"

Key = tuple[Any, ...]


def after_planning(change: Change, act: Act) -> None:
    """What is a draft collides with nothing, and must not wait for the calendar."""
    if change.status in IN_THE_CALENDAR:
        look_again([change], by=act.by, now=act.now)


def look_again(changes: Iterable[Change], *, by: Person | None, now: datetime) -> None:
    """Write down what these run into now; the changes themselves say so in their timelines."""
    found = sorted(changes, key=lambda change: change.pk)
    with transaction.atomic():
        for change in found:
            change.lock()
        _take_the_calendar()
        new, gone = _compare([change.pk for change in found], now=now)
        for change in found:
            _record(change, FOUND, new, by=by, now=now)
            _record(change, GONE, gone, by=by, now=now)


def _take_the_calendar() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CALENDAR])


def _compare(changes: Collection[int], *, now: datetime) -> tuple[list[Collision], list[Collision]]:
    """What is new and what is gone, both written."""
    wanted = {_key(row): row for row in _rows(plans_of(changes, in_the_calendar=True), now=now)}
    standing = Collision.objects.open().of_any(changes).select_for_update()
    known = {_key(row): row for row in standing}
    gone = [row for key, row in known.items() if key not in wanted]
    if gone:
        Collision.objects.filter(pk__in=[row.pk for row in gone]).update(gone_at=now)
    new = Collision.objects.bulk_create(row for key, row in wanted.items() if key not in known)
    return new, gone


def _rows(plans: dict[int, Plan], *, now: datetime) -> list[Collision]:
    found = finding.find(list(plans.values()))
    names = reasons.Names.of(clash for clashes in found.values() for clash in clashes)
    graph = Graph.load() if any(found.values()) else Graph([])
    return [
        Collision(
            change_id=pk, other_id=clash.against[0], occasion_id=clash.against[1],
            kind=clash.kind, because=reasons.because(plans[pk], clash, names, graph), meets_from=clash.since,
            meets_until=clash.until, found_at=now,
        )
        for pk, clashes in found.items()
        for clash in clashes
    ]  # fmt: skip


def _key(row: Collision) -> Key:
    """The same from either side."""
    pair = frozenset({row.change_id, row.other_id} - {None})
    return pair, row.occasion_id, row.kind, row.meets_from, row.meets_until


def _record(
    change: Change, verb: str, rows: Iterable[Collision], *, by: Person | None, now: datetime
) -> None:
    mine = [row for row in rows if change.pk in {row.change_id, row.other_id}]
    if mine:
        with change.act(verb, by=by, now=now) as act:
            act.details |= about(mine) | {"pass_on": True}


def about(rows: Iterable[Collision]) -> dict[str, Any]:
    found = list(rows)
    return {"collisions": [row.pk for row in found], "because": [row.because for row in found]}


# The other side ---------------------------------------------------------------------------------------------------------


def is_to_pass_on(event: Event) -> bool:
    return bool(event.details.get("pass_on"))


def pass_on(event: Event, *, now: datetime) -> None:
    """On each change that this one runs into the same is written down, for its owner to hear of."""
    rows = Collision.objects.filter(pk__in=event.details["collisions"])
    by_other: dict[int, list[Collision]] = defaultdict(list)
    for row in rows.order_by("pk"):
        for pk in {row.change_id, row.other_id} - {None, event.ticket_id}:
            by_other[pk].append(row)
    for other in Change.objects.filter(pk__in=by_other).order_by("pk"):
        verb = event.verb.partition(".")[2]
        with other.act(verb, by=event.actor, now=now) as act:
            act.details |= about(by_other[other.pk])


# Occasions --------------------------------------------------------------------------------------------------------------


def around(occasion: int, since: datetime, until: datetime) -> list[Change]:
    """Changes that stand in the calendar then, and those that once met this occasion."""
    standing = Change.objects.filter(status__in=IN_THE_CALENDAR)
    then = with_a_window(standing, (since, until)).values("pk")
    met = Collision.objects.open().filter(occasion=occasion).values("change")
    return list(Change.objects.filter(Q(pk__in=then) | Q(pk__in=met)))


def ahead(*, now: datetime) -> list[Change]:
    """What stands in the calendar and is not over, in its order."""
    coming = Change.objects.filter(status__in=IN_THE_CALENDAR, ends_at__gt=now)
    return list(coming.order_by("starts_at", "pk"))
