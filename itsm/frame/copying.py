"""Rows into PostgreSQL by COPY, the fastest door it has. Primary keys are known before: `reserve` takes them from the sequence."""

import json
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
NULL = "\\N"


def reserve(model: type[models.Model], count: int) -> list[int]:
    """So many primary keys, from the model's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')::regclass) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy(model: type[models.Model], objects: Iterable[models.Model]) -> None:
    """Write instances as they stand. Of a child model only its own table: copy its parent's first."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names = [field.attname for field in fields]
    into = ", ".join(f'"{field.column}"' for field in fields)
    lines = "\n".join("\t".join([text(getattr(row, name)) for name in names]) for row in objects)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({into}) FROM STDIN', StringIO(lines))


def text(value: Any) -> str:
    """One value as COPY's text format has it."""
    match value:
        case None:
            return NULL
        case str():
            return str(value).translate(ESCAPES)
        case bool():
            return "t" if value else "f"
        case datetime():
            return value.isoformat()
        case dict() | list():
            return json.dumps(value, cls=DjangoJSONEncoder).translate(ESCAPES)
    return str(value)
