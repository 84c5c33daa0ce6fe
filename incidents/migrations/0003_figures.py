"""Verdicts of an imported log are asked by the moment of the closing; a desk that imported nothing has an empty index."""

from django.db import migrations

INDEX = "CREATE INDEX incidents_verdicts ON tickets_event (at) INCLUDE (ticket_id) WHERE verb = 'incident.close' AND details ? 'servicenow'"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_alerts"), ("tickets", "0004_figures")]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX incidents_verdicts")]
