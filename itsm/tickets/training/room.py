"""The training room: every table in which work stands, once more, in a schema of its own.

Who is inside reads and writes those tables; people, teams, services and settings are the real ones, and can only be read.
So nothing made inside can ever stand in a figure, a queue, a search or a mail: it is not in the tables from which these are
made, and no worker looks anywhere else. No query has to leave anything out.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.utils.translation import gettext as _

from itsm.frame import apart
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

SCHEMA = "training"
LOCK = 7_260_841  # shared by all who are inside; whoever builds the room or pulls it down waits for them, and they for that
NOT_PERMITTED = "42501"  # as PostgreSQL numbers it
FIRST_NUMBER = 900_001  # INC-900001: nobody takes it for a real one, and no real number is used up
# Wherever in a statement: it may be in a WITH, or behind another. FOR UPDATE and DO UPDATE write nothing of their own.
WRITES = re.compile(
    r"(?<!\bFOR )(?<!\bKEY )(?<!\bDO )\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE)\s+\"?(\w+)",
    re.IGNORECASE,
)

_taken_along: set[type[models.Model]] = set()
_copied: set[type[models.Model]] = set()
_outside: set[str] = {"/accounts/", "/training/", "/api/v1/training/"}


class NotInHere(Refused):
    """What is real is only read inside. Nothing was sent to the database, so nothing has to be undone there."""

    def __init__(self) -> None:
        super().__init__(
            _("This is real, not part of the training room. Leave the room first, then change it.")
        )


class MayNotBuild(Refused):
    """The database is somebody else's, and its account was given tables only."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The database account of Baton may not create a schema, and the training room needs one of its own. "
                "Have CREATE on the database granted to it, then try again."
            )
        )


class Closed(Exception):
    """There is no room, or it is just being built anew."""


def take_along(*kept: type[models.Model], copied: bool = False) -> None:
    """What practising writes down though it hangs on no ticket: it has its own table inside, too, empty or `copied`."""
    (_copied if copied else _taken_along).update(kept)


def stay_outside(*addresses: str) -> None:
    """Pages that are the same for everybody and remembered as such; whoever is inside sees the real ones."""
    _outside.update(addresses)


def is_outside(path: str) -> bool:
    return path.startswith(tuple(_outside))


@cache
def tables() -> dict[str, type[models.Model]]:
    """Tickets and everything that leads to one, by name."""
    return _leading_to({Ticket, *_taken_along}) | _leading_to(_copied)


def _leading_to(found: set[type[models.Model]]) -> dict[str, type[models.Model]]:
    every = [one for one in apps.get_models(include_auto_created=True) if not one._meta.proxy]
    while more := {one for one in every if one not in found and _leads_to(one, found)}:
        found = found | more
    return {one._meta.db_table: one for one in every if one in found}


def _leads_to(model: type[models.Model], found: set[type[models.Model]]) -> bool:
    return any(field.related_model in found for field in model._meta.concrete_fields if field.is_relation)


# Building ---------------------------------------------------------------------------------------------------------------


@contextmanager
def _alone() -> Iterator[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield cursor


def stands() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [SCHEMA])
        return bool(cursor.fetchone()[0])


def build() -> None:
    """As on the first day: empty, but for what is copied. Keys come from the real sequences, so that no hint about one is ever
    about another; numbers that people read have sequences of the room's own."""
    with _alone() as cursor:
        cursor.execute(NUMBERING, [SCHEMA])
        stands, real, numbering = cursor.fetchone()
        if stands:
            made = [f'DELETE FROM {SCHEMA}."{name}"' for name in tables()]  # noqa: S608 - our own names
            made += [f'ALTER SEQUENCE {SCHEMA}."{name}" RESTART' for name in numbering]
        else:
            made = [f"CREATE SCHEMA {SCHEMA}", *_tables(real)]
            made += [f'CREATE SEQUENCE {SCHEMA}."{name}" START {FIRST_NUMBER}' for name in numbering]
        try:
            cursor.execute("; ".join([*made, *_rows()]))
        except ProgrammingError as error:
            if getattr(error.__cause__, "pgcode", "") == NOT_PERMITTED:
                raise MayNotBuild from error
            raise


# Is there a room, which schema is the real one, and its sequences that no column owns: nobody but a number asks them.
NUMBERING = """
    SELECT to_regnamespace(%s) IS NOT NULL, current_schema(), array(
        SELECT relname::text FROM pg_class one WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = one.oid AND deptype IN ('a', 'i')))"""


def _tables(real: str) -> Iterator[str]:
    for name, model in tables().items():
        yield f'CREATE TABLE {SCHEMA}."{name}" (LIKE "{name}" INCLUDING ALL EXCLUDING IDENTITY)'
        key = model._meta.pk
        if isinstance(key, models.AutoField | models.BigAutoField) and key.model is model:
            # Found anew by each row, so that no migration of the real table ever meets the room.
            values = f"nextval(pg_get_serial_sequence('{real}.\"{name}\"', '{key.column}'))"
            yield f'ALTER TABLE {SCHEMA}."{name}" ALTER COLUMN "{key.column}" SET DEFAULT {values}'


def _rows() -> Iterator[str]:
    work = _leading_to({Ticket, *_taken_along})
    for name, model in _leading_to(_copied).items():
        if name not in work:
            columns = ", ".join(
                f'"{each.column}"' for each in model._meta.local_concrete_fields if not each.generated
            )
            yield f'INSERT INTO {SCHEMA}."{name}" ({columns}) SELECT {columns} FROM "{name}"'  # noqa: S608 - our own names


def pull_down(**_about: Any) -> None:
    with _alone() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


# Being inside -----------------------------------------------------------------------------------------------------------


@contextmanager
def inside() -> Iterator[None]:
    """One transaction: when it ends, however it ends, the connection is outside again. What was to happen after the commit
    does not: it would tell somebody outside, or wake a worker who looks in vain.
    """
    waiting = len(connection.run_on_commit)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
            cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL, current_setting('search_path')", [SCHEMA])
            is_there, path = cursor.fetchone()
            if not is_there:
                raise Closed
            cursor.execute("SELECT set_config('search_path', %s, true)", [f"{SCHEMA}, {path}"])
        with connection.execute_wrapper(_only_its_own), apart.entered(SCHEMA):
            yield
        del connection.run_on_commit[waiting:]
        if connection.needs_rollback:  # which takes us outside, too
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('search_path', %s, true)", [path])


def is_inside() -> bool:
    return apart.room() == SCHEMA


def _only_its_own(
    execute: Callable[..., Any],
    sql: Any,
    params: Any,
    many: bool,  # noqa: FBT001 - as Django calls it
    context: dict[str, Any],
) -> Any:
    if not isinstance(sql, str) or not {*tables(), "django_session"}.issuperset(WRITES.findall(sql)):
        raise NotInHere
    return execute(sql, params, many, context)
