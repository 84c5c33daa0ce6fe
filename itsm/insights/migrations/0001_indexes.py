"""Figures ask by the moment something ended; the spine's own indexes are for the work in hand.

Both carry what filters and figures read, so a period is counted from the index alone.
"""

from django.db import migrations

INDEXES = {
    "insights_resolved": "tickets_ticket (resolved_at) INCLUDE (opened_at, priority, team_id, service_id, kind, reopen_count, handover_count) WHERE resolved_at IS NOT NULL",
    "insights_ended": "tickets_ticket (coalesce(resolved_at, closed_at)) WHERE resolved_at IS NOT NULL OR closed_at IS NOT NULL",
}


class Migration(migrations.Migration):
    initial = True
    dependencies = [("tickets", "0002_audit")]
    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {columns}", f"DROP INDEX {name}")
        for name, columns in INDEXES.items()
    ]
