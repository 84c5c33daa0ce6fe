"""Rows into PostgreSQL by COPY, the fastest door it has. Primary keys are known before: `reserve` takes them from the sequence."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import StringIO
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
NULL = "\\N"
to_json = DjangoJSONEncoder().encode


def reserve(model: type[models.Model], count: int) -> list[int]:
    """So many primary keys, from the model's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        sequence = cursor.fetchone()[0]  # asked once, not for each key
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
        return [key for (key,) in cursor.fetchall()]


def columns(model: type[models.Model], *, own: bool = False) -> list[models.Field]:
    """The stored columns; `own` leaves out a parent table's."""
    fields = model._meta.local_concrete_fields if own else model._meta.concrete_fields
    return [field for field in fields if not field.generated]


def copy_objects(model: type[models.Model], objects: Iterable[Any]) -> None:
    """Write instances as they stand, primary keys included; a child table's own columns only."""
    fields = columns(model, own=True)
    values = attrgetter(*(field.attname for field in fields))
    lines = ("\t".join([TEXTS.get(type(value), text)(value) for value in values(row)]) for row in objects)
    copy_lines(model, fields, lines)


def copy_lines(model: type[models.Model], fields: Sequence[models.Field], lines: Iterable[str]) -> None:
    into = ", ".join(f'"{field.column}"' for field in fields)
    buffer = StringIO("\n".join(lines))
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({into}) FROM STDIN', buffer)


def text(value: Any) -> str:
    """One value as COPY's text format has it."""
    if isinstance(value, str):
        return plain(str(value))
    return str(value)


def plain(value: str) -> str:
    """Few texts have anything to escape, and asking costs less than doing."""
    has_any = "\n" in value or "\\" in value or "\t" in value or "\r" in value
    return value.translate(ESCAPES) if has_any else value


def packed(value: Any) -> str:
    return plain(to_json(value))


# By the type itself: a million values are asked what they are.
TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: NULL,
    str: plain,
    int: str,
    bool: lambda value: "t" if value else "f",
    datetime: datetime.isoformat,
    dict: packed,
    list: packed,
}
