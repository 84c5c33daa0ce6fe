"""What ServiceNow itself said of its incidents. Its verdict stands beside ours: Baton's clocks say what Baton's agreement would have."""

from django.db import connection

# The last Event of each incident that carries the facts at its closing, and the priority it ended with.
AT_CLOSE = """
    SELECT DISTINCT ON (event.ticket_id) ticket.priority, event.details -> 'servicenow' -> 'at_close' AS said
    FROM tickets_event event JOIN tickets_ticket ticket ON ticket.id = event.ticket_id
    WHERE event.verb = 'incident.close' AND event.details -> 'source' ->> 'log' = %s
    ORDER BY event.ticket_id, event.id DESC
"""
SHARES = f"""
    SELECT priority, count(*), count(*) FILTER (WHERE said ->> %s = 'true')
    FROM ({AT_CLOSE}) closed GROUP BY priority ORDER BY priority
"""  # noqa: S608 - constant text


def told(fact: str, *, log: str) -> dict[int, tuple[int, int]]:
    """Priority → (incidents, those of which ServiceNow said so at the end): `made_sla`, `knowledge`."""
    with connection.cursor() as cursor:
        cursor.execute(SHARES, [fact, log])
        return {priority: (n, yes) for priority, n, yes in cursor.fetchall()}


def rows_told(*, log: str) -> int:
    """Rows of the log that have an Event of their own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT (details -> 'source' ->> 'row')::int) FROM tickets_event "
            "WHERE details -> 'source' ->> 'log' = %s AND details -> 'source' ? 'row'",
            [log],
        )
        return int(cursor.fetchone()[0])
