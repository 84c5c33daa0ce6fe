"""How long tickets stood in each state, from the timeline alone."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from itsm.insights.measures.period import Filter
from itsm.insights.measures.sql import HOUR
from itsm.tickets.models import Ticket

# A state lasts from the Event that made it until the next one, at most until the resolution; it begins as new.
STOOD = """
    WITH changes AS (
        SELECT event.ticket_id, event.at, chosen.resolved_at,
               CASE WHEN event.verb LIKE '%%.open' THEN 'new' ELSE event.details -> 'status' ->> 1 END AS state,
               lead(event.at) OVER (PARTITION BY event.ticket_id ORDER BY event.at, event.id) AS until
        FROM ({tickets}) chosen JOIN tickets_event event ON event.ticket_id = chosen.id
        WHERE event.verb LIKE '%%.open' OR event.details -> 'status' IS NOT NULL
    ), stood AS (
        SELECT ticket_id, state, least(until, resolved_at) - at AS length
        FROM changes WHERE at < least(until, resolved_at)
    )"""
IN_STATE = (
    "SELECT state, extract(epoch FROM sum(length)), count(DISTINCT ticket_id) FROM stood GROUP BY state"
)


def resolved(chosen: Filter) -> "QuerySet[Any]":
    return Ticket.objects.filter(chosen.tickets(), chosen.within("resolved_at")).order_by()


def stood_in(chosen: Filter) -> dict[str, tuple[float, int]]:
    """State → hours before resolution, and how many tickets stood in it, of those resolved in the period."""
    stood, params = _stood(chosen)
    with connection.cursor() as cursor:
        cursor.execute(f"{stood} {IN_STATE}", params)
        return {state: (float(seconds) / HOUR, n) for state, seconds, n in cursor.fetchall()}


def tickets_in(chosen: Filter, state: str) -> "QuerySet[Any]":
    """Those that stood in it."""
    stood, params = _stood(chosen)
    sql = f"{stood} SELECT ticket_id FROM stood WHERE state = %s"  # noqa: S608 - the ORM's own and a parameter
    return Ticket.objects.filter(pk__in=RawSQL(sql, [*params, state]))  # noqa: S611 - as above


def _stood(chosen: Filter) -> tuple[str, tuple[Any, ...]]:
    sql, params = resolved(chosen).values("id", "resolved_at").query.sql_with_params()
    return STOOD.format(tickets=sql), params
