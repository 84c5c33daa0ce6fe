"""Keys and numbers for rows that are written in bulk."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Max


def number(model: type[models.Model], objects: Sequence[Any]) -> None:
    """Give new rows their primary keys, in order, after those that exist."""
    last = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
    for pk, row in enumerate(objects, start=last + 1):
        row.pk = pk


def catch_up(*tables: type[models.Model]) -> None:
    """Sequences go on after the highest key that was written by hand."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), max(id)) "  # noqa: S608 - our own tables
                f'FROM "{model._meta.db_table}" HAVING max(id) IS NOT NULL'
            )


def number_from(sequence: str, count: int) -> int:
    """Take `count` numbers from a sequence; says the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(%s::regclass, nextval(%s::regclass) + %s - 1)", [sequence, sequence, count]
        )
        return int(cursor.fetchone()[0]) - count + 1
