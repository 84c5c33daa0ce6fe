"""What stands in the calendar. Each app that has something with a time brings a source; this file knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import is_here
from itsm.people.models import Person

Span = tuple[datetime, datetime]


class ItemKind(models.TextChoices):
    CHANGE = "change", _("change")
    MAINTENANCE = "maintenance", _("maintenance notice")
    FREEZE = "freeze", _("freeze")
    BUSINESS_EVENT = "business_event", _("business event")
    ON_CALL = "on_call", _("on call")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing with a time. `key` stays the same however often it is asked, `edition` grows when it changes.

    `for_all`: where it names no services, sites or teams it is for all of them, else for none.
    """

    kind: ItemKind
    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    url: str
    number: str = ""
    status: str = ""  # its word in the flow, as badges know it
    status_label: str | Promise = ""
    services: frozenset[int] = field(default_factory=frozenset)
    sites: frozenset[int] = field(default_factory=frozenset)
    teams: frozenset[int] = field(default_factory=frozenset)
    for_all: bool = False
    certain: bool = True  # nobody has to say yes any more
    movable: bool = False
    collides: bool = False
    edition: int = 0
    changed_at: datetime | None = None

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, kw_only=True)
class Source:
    """`find(span, person)`: what meets the span and this person may see, at a cost that does not grow with it."""

    name: str
    find: Callable[[Span, Person], Iterable[Item]]
    order: int = 50


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    _sources[source.name] = source


def items(span: Span, person: Person) -> list[Item]:
    """All of it, the longest first among those that begin together, so that a row is drawn the same way every time."""
    here = sorted((one for one in _sources.values() if is_here(one.find)), key=attrgetter("order"))
    found = [item for source in here for item in source.find(span, person)]
    return sorted(found, key=_place)


def _place(item: Item) -> tuple[Any, ...]:
    return item.starts_at, item.starts_at - item.ends_at, item.key
