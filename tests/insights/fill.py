"""Many tickets at once, by SQL: enough to see whether a figure is right, or quick."""

from datetime import datetime

from django.db import connection

FILL = """
WITH made AS (
    INSERT INTO tickets_ticket (number, kind, title, description, status, open, impact, urgency, priority, team_id, requester_id,
        opened_by_id, channel, restricted, opened_at, changed_at, resolved_at, closed_at, breached, escalation, reopen_count,
        last_event, version, holder, held_since, strip, handover_count, message_count, last_word, affected_count, child_count, major)
    SELECT 'FIL-' || n, 'incident', 'Filled', '', CASE WHEN n %% %(every)s = 0 THEN 'in_progress' ELSE 'closed' END, n %% %(every)s = 0,
        3, 3, 1 + n %% 4, %(team)s, %(person)s, %(person)s, 'desk', false, began, began, ended, ended, false, 0, (n %% 20 = 1)::int,
        0, 1, 'agent', began, '[]', n %% 3, 0, '', 0, 0, false
    FROM (SELECT n, %(now)s::timestamptz - n * %(apart)s * interval '1 second' AS began,
        CASE WHEN n %% %(every)s <> 0
             THEN least(%(now)s::timestamptz - n * %(apart)s * interval '1 second' + (1 + n %% 100) * interval '1 hour', %(now)s) END AS ended
        FROM generate_series(1, %(count)s) n) rows
    RETURNING id, opened_at, resolved_at
), resolutions AS (
    INSERT INTO tickets_clock (ticket_id, kind, ledger, target, started_at, step, stopped_at, worked, passed, waited, outcome)
    SELECT id, 'resolution', '[]', 144000, opened_at, 0, resolved_at, 3600 * (1 + id %% 50), 3600 * (2 + id %% 50), 3600, CASE WHEN id %% 50 < 40 THEN 'met' ELSE 'missed' END
    FROM made WHERE resolved_at IS NOT NULL
)
INSERT INTO tickets_clock (ticket_id, kind, ledger, target, started_at, step, stopped_at, worked, passed, waited, outcome)
SELECT id, kind, '[]', 7200, opened_at, 0, opened_at + interval '1 hour', 1800, 1800, 0, CASE WHEN id %% 10 = 0 THEN 'missed' ELSE 'met' END
FROM made, unnest(ARRAY['first_response', 'next_update', 'handover']) kind
"""


def fill(count: int, *, team: int, person: int, now: datetime, apart: int = 600, every: int = 20) -> None:
    """`count` incidents opened `apart` seconds from each other, the last just now; one in `every` still open."""
    values = {"count": count, "team": team, "person": person, "now": now, "apart": apart, "every": every}
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute("ANALYZE tickets_ticket, tickets_clock")
