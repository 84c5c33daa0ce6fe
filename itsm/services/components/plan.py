"""What a sheet would change, worked out beforehand: pure, so that what is shown is what is applied."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from itsm.services.components.check import Draft, check
from itsm.services.components.sheet import Bad, Sheet


@dataclass(frozen=True)
class Known:
    """A component as it is now; `values` as in a file: the site and services by name, components by key."""

    pk: int
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Inventory:
    """Everything a plan is compared with. Components by lower-case key."""

    components: Mapping[str, Known] = field(default_factory=dict)
    sites: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Options:
    create_sites: bool = False


class Change(NamedTuple):
    column: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Entry:
    """A component that is added (`pk` None) or changed, from one line."""

    line: int
    key: str
    name: str
    pk: int | None
    changes: Sequence[Change]


@dataclass(frozen=True)
class Plan:
    new: Sequence[Entry]
    changed: Sequence[Entry]
    unchanged: int
    bad: Sequence[Bad]
    new_sites: Sequence[str]
    notices: Sequence[str]

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def dependencies(self) -> int:
        """How many arrows it adds, for the sentence on top."""
        changes = (change for entry in (*self.new, *self.changed) for change in entry.changes)
        lists = (change for change in changes if isinstance(change.new, list))
        return sum(len(set(change.new) - set(change.old)) for change in lists)

    @property
    def digest(self) -> str:
        """Two plans with the same digest do the same."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def make(sheet: Sheet, inventory: Inventory, options: Options) -> Plan:
    drafts, bad = check(sheet, inventory, options)
    entries = [_entry(draft, inventory) for draft in drafts.values()]
    sites = {draft.values.get("site", "") for draft in drafts.values()} - inventory.sites - {""}
    return Plan(
        new=[entry for entry in entries if entry.pk is None],
        changed=[entry for entry in entries if entry.pk is not None and entry.changes],
        unchanged=sum(1 for entry in entries if entry.pk is not None and not entry.changes),
        bad=sorted(bad, key=attrgetter("line")),
        new_sites=sorted(sites),
        notices=sheet.notices,
    )


def _entry(draft: Draft, inventory: Inventory) -> Entry:
    known = inventory.components.get(draft.key.lower())
    if known is None:
        values = {"name": draft.key, "kind": "other", **draft.values}
        changes = [
            Change(column, [] if isinstance(value, list) else "", value)
            for column, value in values.items()
            if value
        ]
        return Entry(draft.line, draft.key, values["name"], None, changes)
    name = draft.values.get("name", known.values["name"])
    return Entry(draft.line, known.key, name, known.pk, list(_changes(draft, known)))


def _changes(draft: Draft, known: Known) -> Iterator[Change]:
    for column, value in draft.values.items():
        if known.values[column] != value:
            yield Change(column, known.values[column], value)
