"""After a test that commits, the database is as its migrations left it.

Django's way truncates every table, a file each and one for each index, and asks all apps to write their first rows again: half
a second. Deleting what there is and copying the first rows back takes a fiftieth of that.
"""

import time
from typing import Any

from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

KEPT = "as_migrated"  # the schema with a copy of every table that was not empty
PATIENCE = 20.0  # seconds
OTHERS = "SELECT pid, state, query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def keep() -> None:
    """Once, right after the migrations."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in tables():
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone() == (True,):
                cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE "{table}"')


def empty(_case: TransactionTestCase) -> None:
    """Waits for whoever still writes, and says who it is if they don't come to an end."""
    found = [f'"{table}"' for table in tables()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'; SET LOCAL session_replication_role = replica")
        lock(found, cursor)
        cursor.execute("; ".join(f"DELETE FROM {table}" for table in found))
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [KEPT])
        for (table,) in cursor.fetchall():
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {KEPT}."{table}"')


def lock(found: list[str], cursor: Any) -> None:
    """All or none, again and again: a page that is still being drawn goes first, and nobody waits in a circle with it."""
    began = time.monotonic()
    while True:
        try:
            with transaction.atomic():
                cursor.execute(f"LOCK TABLE {', '.join(found)} IN ACCESS EXCLUSIVE MODE")
        except OperationalError as error:
            if time.monotonic() - began > PATIENCE:
                cursor.execute(OTHERS)
                raise AssertionError(f"The test left somebody at work: {cursor.fetchall()}") from error
            time.sleep(0.05)
        else:
            return
