"""Names in words: whoever is erased is called otherwise, in whatever table somebody wrote of them."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from itsm.people.models import Person

SHORTEST = 40  # characters of a column that may hold a name
THEIRS = ("django.", "allauth.")  # tables of packages: they hold no words of ours
WORDS = (models.CharField, models.TextField)
# Written elsewhere, or of no interest: keys, and what has a way of its own.
_left_alone: set[str] = {"people.Person", "people.Erasure", "people.DataCopy", "sessions.Session"}
# Where a row stands near somebody: a model, and the column in which its rows say whose they are.
_near: dict[str, str] = {}


def leave_alone(*labels: str) -> None:
    """Tables that this does not write: each says why where it is left out."""
    _left_alone.update(labels)


def near(label: str, column: str) -> None:
    """On rows of this model, and on what points to them, the talk is of the person whom `column` names."""
    _near[label] = column


def ours() -> Iterator[type[models.Model]]:
    """Every table of this product that has words."""
    for model in apps.get_models():
        if not model.__module__.startswith(THEIRS) and model._meta.label not in _left_alone:
            yield model


def columns(model: type[models.Model]) -> dict[str, str]:
    """The columns in which words stand, and SQL for what they say without the name."""
    found = {}
    for field in model._meta.local_concrete_fields:
        name = connection.ops.quote_name(str(field.column))
        if isinstance(field, models.JSONField):
            found[name] = f"people_without_in({name}, %(who)s, {{near}}, %(stand_in)s)"
        elif has_words(field):
            without = f"people_without({name}, %(who)s, {{near}}, %(stand_in)s)"
            found[name] = f"left({without}, {field.max_length})" if field.max_length else without
    return found


def has_words(field: Any) -> bool:
    """What is chosen from a list, or is a key, is nobody's words."""
    if not isinstance(field, WORDS) or isinstance(field, models.FileField | models.GeneratedField):
        return False
    return not (field.choices or field.unique or (field.max_length or SHORTEST) < SHORTEST)


def rename(person: Person, stand_in: str) -> int:
    """In all tables; as many rows as were changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_traces(%s, false)", [person.pk])
        traces = cursor.fetchone()[0]
        return sum(rename_in(cursor, model, person.pk, traces, stand_in) for model in ours())


def rename_in(cursor: Any, model: type[models.Model], who: int, traces: str, stand_in: str) -> int:
    words, near = columns(model), whose(model)
    if not words:
        return 0
    new = ", ".join(f"{name} = {without.format(near=near)}" for name, without in words.items())
    named = " OR ".join(f"{name}::text ~* %(traces)s" for name in words)
    cursor.execute(
        f'UPDATE "{model._meta.db_table}" SET {new} WHERE {named} OR {near}',  # noqa: S608  # names of our own
        {"who": who, "traces": traces, "stand_in": stand_in},
    )
    return int(cursor.rowcount)


def whose(model: type[models.Model]) -> str:
    """SQL: is this row near them?"""
    if model._meta.label in _near:
        return f'"{_near[model._meta.label]}" = %(who)s'
    for field in model._meta.local_concrete_fields:
        about: Any = field.related_model
        if about and about._meta.label in _near:
            rows = f'SELECT id FROM "{about._meta.db_table}" WHERE "{_near[about._meta.label]}" = %(who)s'  # noqa: S608
            return f'coalesce("{field.column}" IN ({rows}), false)'
    return "false"
