"""Counting a day looks for its rows by the moment at which they count, and for what else is known of a ticket by the ticket:
no day may read a whole table.

A condition is written as the moment itself, for only then does PostgreSQL see that every row asked for is in the index.
"""

from django.db import migrations

PROMISED = "coalesce(breached_at, CASE WHEN outcome = 'renewed' THEN NULL ELSE was_due_at END, stopped_at)"
INDEXES = {
    "insights_closed": "tickets_ticket (closed_at) WHERE closed_at IS NOT NULL",
    "insights_ended": "tickets_ticket (coalesce(resolved_at, closed_at)) WHERE coalesce(resolved_at, closed_at) IS NOT NULL",
    "insights_promised": f"tickets_clock ({PROMISED}) WHERE kind = 'next_update'",
    "insights_broken": "tickets_clock (ticket_id) WHERE kind = 'next_update' AND (breached_at IS NOT NULL AND outcome <> 'void' OR outcome = 'missed')",
    "insights_elsewhere": "tickets_hold (ticket_id) WHERE holder IN ('approver', 'supplier', 'scheduled')",
}
MADE = "; ".join(f"CREATE INDEX {name} ON {columns}" for name, columns in INDEXES.items())
GONE = f"DROP INDEX IF EXISTS {', '.join(INDEXES)}"
BEFORE = "CREATE INDEX insights_ended ON tickets_ticket (coalesce(resolved_at, closed_at)) WHERE resolved_at IS NOT NULL OR closed_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("insights", "0006_benchmarks"), ("tickets", "0006_reads")]
    operations = [migrations.RunSQL(f"{GONE}; {MADE}", f"{GONE}; {BEFORE}")]
