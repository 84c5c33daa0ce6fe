"""Tables that have to say by themselves that something changed: rows that lead to a ticket and change without an Event on it."""

from typing import Any

from django.db import connection

from itsm.insights.measures.registry import measures

# What a trigger sees of an insert or an update are the new rows, of a deletion the old ones.
ACTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def watch(**_: Any) -> None:
    """After each `migrate`; what is watched already stays as it is."""
    models = {one.source.rows().model for one in measures() if one.source.quiet}
    tables = sorted(model._meta.db_table for model in models)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, act FROM unnest(%s) name, unnest(%s) act WHERE to_regclass(name) IS NOT NULL AND NOT EXISTS"
            " (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(name) AND tgname = 'insights_touch_' || act)",
            [tables, list(ACTS)],
        )
        for table, act in cursor.fetchall():
            cursor.execute(
                f"CREATE TRIGGER insights_touch_{act} AFTER {act} ON {table} REFERENCING {ACTS[act]} TABLE AS news"
                " FOR EACH STATEMENT EXECUTE FUNCTION insights_touch()"
            )
