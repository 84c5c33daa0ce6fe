"""The kinds of records that do not stay for ever. Each app says in its `ready` what of its own grows old and how it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from itsm.frame.practices import is_here

Rows = QuerySet[Any]
LONGEST = 36_500  # days; more is said by leaving the number out


def delete(rows: Rows) -> None:
    rows.delete()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`old` answers with the rows whose time was over at a moment; `age` names the column it goes by. `forget` takes some of
    them away, or what they say; afterwards they may not be among the old ones.

    `goes` and `stays` say it to the administrator. `days`: as long as nobody decides otherwise; None is for ever.
    `least`: with fewer days, work that is still in hand would go.
    """

    key: str
    label: str | Promise
    goes: str | Promise
    stays: str | Promise
    old: Callable[[datetime], Rows]
    age: str
    days: int | None
    least: int
    order: int
    forget: Callable[[Rows], None] = delete

    def check(self, days: int | None) -> None:
        if days is not None and not self.least <= days <= LONGEST:
            raise ValidationError(
                _("From %(least)s to %(most)s days, or nothing for ever."),
                params={"least": self.least, "most": LONGEST},
            )


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        _kinds[kind.key] = kind


def all_kinds() -> list[Kind]:
    """Of practices that are off, too: what they kept grows old all the same."""
    return sorted(_kinds.values(), key=attrgetter("order", "key"))


def shown() -> list[Kind]:
    return [kind for kind in all_kinds() if is_here(kind.old)]


def named(key: str) -> Kind:
    if key not in _kinds:
        raise Http404
    return _kinds[key]
