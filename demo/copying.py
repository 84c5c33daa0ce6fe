"""Rows into PostgreSQL by COPY, the fastest door it has."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Max

ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
NULL = "\\N"


def columns(model: type[models.Model], *, own: bool = False) -> list[models.Field]:
    """The stored columns; `own` leaves out a parent table's."""
    fields = model._meta.local_concrete_fields if own else model._meta.concrete_fields
    return [field for field in fields if not field.generated]


def copy_objects(model: type[models.Model], objects: Iterable[Any]) -> None:
    """Write instances as they stand, primary keys included; a child table's own columns only."""
    fields = columns(model, own=True)
    names = [field.attname for field in fields]
    copy_lines(model, fields, ("\t".join([text(getattr(row, name)) for name in names]) for row in objects))


def copy_lines(model: type[models.Model], fields: Sequence[models.Field], lines: Iterable[str]) -> None:
    into = ", ".join(f'"{field.column}"' for field in fields)
    buffer = StringIO("\n".join(lines))
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({into}) FROM STDIN', buffer)


def text(value: Any) -> str:
    """One value as COPY's text format has it."""
    if value is None:
        return NULL
    if isinstance(value, str):
        return str(value).translate(ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (dict, list)):
        return json.dumps(value, cls=DjangoJSONEncoder).translate(ESCAPES)
    return str(value)


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
