"""Rows into PostgreSQL by COPY, the fastest door it has."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import StringIO
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Max

ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
NULL = "\\N"
to_json = DjangoJSONEncoder().encode


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
