"""How long each step usually takes, for tickets alike: counted by night from the timeline, read by the portal."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from itsm.tickets.models import Ticket, UsualTime
from itsm.tickets.models.kinds import KINDS

LOOKED_BACK = timedelta(days=90)
CALLED_OFF = ["cancelled", "withdrawn", "declined"]
Usual = Mapping[int | None, UsualTime]  # by step; None is the whole way

# A state lasts from the Event that made it until the next one, at most until the ticket was done. What a ticket spent in
# the states of one step is added up: work that was taken up again is one long step to whoever waits.
COUNT = """
    INSERT INTO tickets_usualtime (kind, about, step, seconds, n, counted_at)
    WITH done AS (
        SELECT ticket.id, {about} AS about, ticket.opened_at, ticket.resolved_at
        FROM tickets_ticket ticket JOIN {practice} practice ON practice.ticket_ptr_id = ticket.id
        WHERE ticket.resolved_at >= %(since)s AND ticket.merged_into_id IS NULL
            AND ticket.status <> ALL (%(called_off)s) AND {about} IS NOT NULL
    ), changes AS (
        SELECT done.id, done.about, done.resolved_at, event.at,
               CASE WHEN event.verb LIKE '%%.open' THEN %(first)s ELSE event.details -> 'status' ->> 1 END AS state,
               lead(event.at) OVER (PARTITION BY event.ticket_id ORDER BY event.at, event.id) AS next
        FROM done JOIN tickets_event event ON event.ticket_id = done.id
        WHERE event.verb LIKE '%%.open' OR event.details -> 'status' IS NOT NULL
    ), spent AS (
        SELECT about, place::int AS step, extract(epoch FROM sum(least(next, resolved_at) - at)) AS seconds
        FROM changes JOIN json_each_text(%(steps)s) AS known (state, place) USING (state)
        WHERE at < resolved_at GROUP BY id, about, place
        UNION ALL
        SELECT about, NULL, extract(epoch FROM resolved_at - opened_at) FROM done
    )
    SELECT %(kind)s, about, step, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds), count(*), %(now)s
    FROM spent GROUP BY about, step HAVING count(*) >= %(too_few)s"""


def count_anew(*, now: datetime) -> None:
    """In one transaction: whoever reads meanwhile sees last night's."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE tickets_usualtime IN EXCLUSIVE MODE")  # one at a time; readers go on
        cursor.execute("DELETE FROM tickets_usualtime")
        for kind, practice in KINDS.items():
            about: Any = practice._meta.get_field(practice.ALIKE_BY)
            table = "ticket" if about.model is Ticket else "practice"
            names = {"about": f"{table}.{about.column}", "practice": practice._meta.db_table}
            values: dict[str, Any] = {
                "kind": kind, "now": now, "since": now - LOOKED_BACK, "called_off": CALLED_OFF,
                "first": next(iter(practice.STEPS)), "steps": json.dumps(practice.STEPS),
                "too_few": UsualTime.TOO_FEW,
            }  # fmt: skip
            cursor.execute(COUNT.format(**names), values)


def usual_of(tickets: Iterable[Ticket]) -> dict[int, Usual]:
    """Ticket's id → what is usual for tickets like it. At most two statements, however many they are."""
    about = _about(list(tickets))
    if not about:
        return {}
    named = defaultdict(set)
    for kind, thing in about.values():
        named[kind].add(thing)
    known: dict[tuple[str, int], dict[int | None, UsualTime]] = defaultdict(dict)
    for row in UsualTime.objects.filter(reduce(or_, (Q(kind=k, about__in=v) for k, v in named.items()))):
        known[row.kind, row.about][row.step] = row
    return {pk: known[thing] for pk, thing in about.items() if thing in known}


def _about(tickets: list[Ticket]) -> dict[int, tuple[str, int]]:
    """What each is about; where only its practice knows, that is asked once for all of a kind."""
    found: dict[int, tuple[str, int | None]] = {}
    elsewhere = defaultdict(list)
    for ticket in tickets:
        column = f"{KINDS[ticket.kind].ALIKE_BY}_id"
        if hasattr(ticket, column):
            found[ticket.pk] = ticket.kind, getattr(ticket, column)
        else:
            elsewhere[ticket.kind].append(ticket.pk)
    for kind, ids in elsewhere.items():
        practice = KINDS[kind]
        for pk, thing in practice.objects.filter(pk__in=ids).values_list("pk", practice.ALIKE_BY):
            found[pk] = kind, thing
    return {pk: (kind, thing) for pk, (kind, thing) in found.items() if thing is not None}
