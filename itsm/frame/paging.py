"""Pages by key: newer and older, never a page number, an offset or a COUNT.

A page is "the rows after this row" in the list's own order, so it costs the same however deep it lies and no row is
shown twice or lost while others come and go. The key travels as an opaque cursor; it holds nothing that the page itself
does not show, so it is not signed, and a broken one is simply the first page.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.timezone import is_naive

T = TypeVar("T", bound=Model)
LONGEST = 2000  # characters of a cursor that we bother to read


class BrokenCursor(ValueError):
    pass


class Key(NamedTuple):
    """One field of the order. Nulls come last, whichever way the field runs."""

    name: str
    down: bool
    nullable: bool
    field: "Field[Any, Any]"
    path: str  # where a row keeps the value: "site" is its site_id

    def order(self, *, back: bool) -> OrderBy:
        down = self.down != back
        nulls: dict[str, Any] = {}
        if self.nullable:
            nulls = {"nulls_first": True} if back else {"nulls_last": True}
        return F(self.name).desc(**nulls) if down else F(self.name).asc(**nulls)

    def same(self, value: object) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: object, *, back: bool, or_same: bool = False) -> Q | None:
        """Rows that come after `value` (before it, going back) in this field; None when there can be none."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if back else None
        lookup = ("lt" if self.down != back else "gt") + ("e" if or_same else "")
        found = Q(**{f"{self.name}__{lookup}": value})
        return found | Q(**{f"{self.name}__isnull": True}) if self.nullable and not back else found

    def value_of(self, row: Model) -> object:
        found: object = row
        for part in self.path.split("__"):
            found = getattr(found, part, None)
        return found

    def read(self, value: object) -> object:
        """A value out of a cursor, as the database takes it."""
        if value is None:
            if not self.nullable:
                raise BrokenCursor
            return None
        if isinstance(value, str) and "\x00" in value:
            raise BrokenCursor
        found = self.field.to_python(value)
        if isinstance(found, datetime) and is_naive(found):
            raise BrokenCursor
        return found


@dataclass(frozen=True)
class KeysetPage(Generic[T]):
    """Rows in order, and cursors to the neighbours ("" where there is none)."""

    rows: list[T]
    next: str
    previous: str

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def of(
        cls,
        queryset: "QuerySet[T]",
        order: Sequence[str],
        cursor: str | None = "",
        *,
        size: int = 50,
        strict: bool = False,
    ) -> "KeysetPage[T]":
        """The page of `queryset` at `cursor`. `order` names fields as order_by does; the primary key breaks ties.

        For people a broken cursor, or one behind the last row, is the first page. A program that follows cursors
        would begin again for ever, so `strict` raises BrokenCursor and gives an empty page.
        """
        keys = _keys(queryset, order)
        try:
            back, values = _read(cursor, keys) if cursor else (False, None)
        except BrokenCursor:
            if strict:
                raise
            back, values = False, None
        found = queryset.order_by(*(key.order(back=back) for key in keys))
        if values is not None:
            found = found.filter(_beyond(keys, values, back=back))
        rows = list(found[: size + 1])
        if values is not None and not rows and not strict:
            return cls.of(queryset, order, size=size)
        more, rows = len(rows) > size, rows[:size]
        if back:
            rows.reverse()
        has_next, has_previous = (True, more) if back else (more, values is not None)
        return cls(
            rows=rows,
            next=_write(keys, rows[-1], back=False) if has_next and rows else "",
            previous=_write(keys, rows[0], back=True) if has_previous and rows else "",
        )


def _keys(queryset: "QuerySet[T]", order: Sequence[str]) -> list[Key]:
    names = list(order)
    if not names or names[-1].lstrip("-") not in {"pk", queryset.model._meta.pk.name}:
        names.append("-pk" if names and names[-1].startswith("-") else "pk")
    return [_key(queryset, name.removeprefix("-"), down=name.startswith("-")) for name in names]


def _key(queryset: "QuerySet[T]", name: str, *, down: bool) -> Key:
    """A field, a field of a related row, or an annotation (which may always be null, for all we know)."""
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return Key(name, down, nullable=True, field=annotation.output_field, path=name)
    model, nullable = queryset.model, False
    *path, last = name.split("__")
    for part in path:
        relation = model._meta.get_field(part)
        nullable = nullable or relation.null
        model = relation.related_model  # type: ignore[assignment]
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(name)
    held = "__".join([*path, "pk" if last == "pk" else field.attname])
    stored = getattr(field, "target_field", field)
    return Key(name, down, nullable=nullable or field.null, field=stored, path=held)


def _beyond(keys: Sequence[Key], values: Sequence[object], *, back: bool) -> Q:
    """Rows after these values: beyond in the first field, or same there and beyond in the second, and so on."""
    same, ways = Q(), []
    for key, value in zip(keys, values, strict=True):
        step = key.beyond(value, back=back)
        if step is not None:
            ways.append(same & step)
        same &= key.same(value)
    # The first field alone bounds the index scan; the planner does not see that through the OR.
    bound = keys[0].beyond(values[0], back=back, or_same=True) if values[0] is not None else None
    found = reduce(or_, ways)
    return bound & found if bound is not None else found


def _stamp(keys: Sequence[Key]) -> str:
    """The order a cursor was made for; a cursor of another order is broken."""
    return ",".join(f"{'-' if key.down else ''}{key.name}" for key in keys)


def _write(keys: Sequence[Key], row: Model, *, back: bool) -> str:
    told = [_stamp(keys), int(back), *(_plain(key.value_of(row)) for key in keys)]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def _plain(value: object) -> object:
    if isinstance(value, date):  # and datetime, to the microsecond
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def _read(cursor: str, keys: Sequence[Key]) -> tuple[bool, list[object]]:
    try:
        if len(cursor) > LONGEST:
            raise BrokenCursor
        told = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        stamp, back, *values = told
        if stamp != _stamp(keys) or back not in (0, 1) or len(values) != len(keys):
            raise BrokenCursor
        return bool(back), [key.read(value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError) as broken:
        raise BrokenCursor from broken
