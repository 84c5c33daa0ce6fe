"""How long tickets stood in each state, from the timeline alone."""

from django.db import connection

from itsm.insights.measures.period import Filter
from itsm.tickets.models import Ticket

# A state lasts from the Event that made it until the next one, at most until the resolution; it begins as new.
IN_STATE = """
    WITH changes AS (
        SELECT event.ticket_id, event.at, chosen.resolved_at,
               CASE WHEN event.verb LIKE '%%.open' THEN 'new' ELSE event.details -> 'status' ->> 1 END AS state,
               lead(event.at) OVER (PARTITION BY event.ticket_id ORDER BY event.at, event.id) AS until
        FROM ({tickets}) chosen JOIN tickets_event event ON event.ticket_id = chosen.id
        WHERE event.verb LIKE '%%.open' OR event.details -> 'status' IS NOT NULL
    )
    SELECT state, extract(epoch FROM sum(least(until, resolved_at) - at))
    FROM changes WHERE at < least(until, resolved_at) GROUP BY state
"""


def time_in_state(chosen: Filter) -> dict[str, float]:
    """Hours in each state before resolution, of the tickets resolved in the period."""
    tickets = Ticket.objects.filter(chosen.tickets(), chosen.within("resolved_at")).order_by()
    sql, params = tickets.values("id", "resolved_at").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(IN_STATE.format(tickets=sql), params)
        return {state: float(seconds) / 3600 for state, seconds in cursor.fetchall()}
