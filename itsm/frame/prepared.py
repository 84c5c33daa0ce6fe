"""Questions whose SQL is written once.

Django writes the SQL of a query anew each time it is asked; of a ticket with the people around it that takes longer than the
answer. What is asked on nearly every page is written once in a process instead, and only its values change.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)
STANDS_FOR: dict[type, Callable[[int], Any]] = {
    int: lambda place: -7_000_001 - place,
    str: lambda place: f"value {place} of a question",
    list: lambda place: [-7_000_001 - place],
}


class Written(SQLCompiler):
    """A compiler whose work is done: the statement, how its columns are read, and which value goes where."""

    sql: str
    places: list[tuple[int | None, Any]]  # the number of a value, or None and what is there always
    converters: dict[int, Any]
    prefetched: tuple[Any, ...]
    values: tuple[Any, ...] = ()

    def as_sql(self, *about: Any, **more: Any) -> Any:
        if self.query.select_for_update and self.connection.get_autocommit():
            return super().as_sql(*about, **more)  # refuses, as it does for any query
        return self.sql, tuple(fixed if at is None else self.values[at] for at, fixed in self.places)

    def get_converters(self, expressions: Any) -> dict[int, Any]:
        return self.converters


class Prepared(Generic[M]):
    """`Prepared(lambda pk: Person.objects.active().filter(pk=pk), int)`, asked as `prepared(7)`, gives a list.

    The types say what stands for the values while the statement is written: `int`, `str` or `list` (of whole numbers, for
    `= ANY`). What the queryset looks like must hang on nothing but the code.
    """

    def __init__(self, build: "Callable[..., QuerySet[M]]", *types: type) -> None:
        self.build, self.types = build, types

    def __call__(self, *values: Any) -> list[M]:
        compiler = copy(self.written)
        compiler.connection, compiler.values = connections[DEFAULT_DB_ALIAS], values
        rows: list[M] = list(ModelIterable(Asked(compiler)))  # type: ignore[arg-type]  # all it wants to know
        if compiler.prefetched:
            prefetch_related_objects(rows, *compiler.prefetched)
        return rows

    def one(self, *values: Any) -> M | None:
        """The only row there is, by a unique key."""
        return next(iter(self(*values)), None)

    def get(self, *values: Any) -> M:
        """The only row; without it DoesNotExist, as of any queryset."""
        found = self.one(*values)
        if found is None:
            raise self.written.query.model.DoesNotExist  # type: ignore[union-attr]  # every model has it
        return found

    def reload(self, row: M) -> None:
        """`refresh_from_db`, by this question."""
        row.refresh_from_db(from_queryset=Reloaded(self, row))  # type: ignore[arg-type]  # all it wants to know of one

    @cached_property
    def written(self) -> Written:
        given = [STANDS_FOR[kind](place) for place, kind in enumerate(self.types)]
        rows: Any = self.build(*given)
        compiler = Written(rows.query, connections[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS)
        compiler.prefetched = rows._prefetch_related_lookups
        compiler.sql, params = SQLCompiler.as_sql(compiler)
        compiler.places = [(given.index(it), None) if it in given else (None, it) for it in params]
        if {at for at, _fixed in compiler.places if at is not None} != set(range(len(given))):
            raise TypeError("A value of the question went into its statement in another form.")
        compiler.converters = SQLCompiler.get_converters(compiler, [each[0] for each in compiler.select])
        return compiler


class Asked:
    """What reading rows asks of a queryset."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, compiler: Written) -> None:
        self.compiler, self.query = compiler, self

    def get_compiler(self, using: str) -> Written:
        return self.compiler


class Reloaded:
    """What `refresh_from_db` asks of a queryset."""

    def __init__(self, prepared: Prepared[Any], row: Model) -> None:
        self.prepared, self.row = prepared, row

    def filter(self, pk: Any) -> "Reloaded":
        return self

    def only(self, *names: str) -> "Reloaded":
        return self

    def get(self) -> Model:
        return self.prepared.get(self.row.pk)
