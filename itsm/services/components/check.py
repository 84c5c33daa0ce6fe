"""Each line by itself, then what they say of each other: is it a component, and is what it names there?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from itsm.services.components.columns import COLUMNS
from itsm.services.components.sheet import Bad, Line, Sheet
from itsm.services.models import Component

if TYPE_CHECKING:
    from itsm.services.components.plan import Inventory, Options

CANNOT_BE_EMPTIED = frozenset({"name", "kind"})


@dataclass(frozen=True)
class Draft:
    """A line in order. `values` holds only what the file says something about; lists are sorted."""

    line: int
    key: str
    values: Mapping[str, Any]


class Reason(Exception):
    """Why a line is left out."""


def check(sheet: Sheet, inventory: "Inventory", options: "Options") -> tuple[dict[str, Draft], list[Bad]]:
    drafts: dict[str, Draft] = {}
    bad = list(sheet.bad)
    seen: dict[str, int] = {}
    names = _Names(inventory, options)
    for line in sheet.lines:
        key = line.cells.get("key", "")
        try:
            _check_key(key, seen)
            seen[key.lower()] = line.number
            drafts[key.lower()] = Draft(line.number, key, dict(_values(line, names)))
        except Reason as reason:
            bad.append(Bad(line.number, key[:120], str(reason)))
    _settle(drafts, bad, inventory)
    return drafts, bad


class _Names:
    """Sites and services by any spelling of case; the first spelling of a new site counts for the whole file."""

    def __init__(self, inventory: "Inventory", options: "Options") -> None:
        self.may_create = options.create_sites
        self.sites = {name.casefold(): name for name in inventory.sites}
        self.services = {name.casefold(): name for name in inventory.services}

    def site(self, name: str) -> str:
        if self.may_create:
            return self.sites.setdefault(name.casefold(), name)
        if name.casefold() not in self.sites:
            raise Reason(_("There is no site %(name)s.") % {"name": name})
        return self.sites[name.casefold()]

    def service(self, name: str) -> str:
        if name.casefold() not in self.services:
            raise Reason(_("There is no service %(name)s.") % {"name": name})
        return self.services[name.casefold()]


def _check_key(key: str, seen: Mapping[str, int]) -> None:
    if not key:
        raise Reason(_("The key is missing."))
    if key.lower() in seen:
        raise Reason(_("%(key)s stands in line %(line)d already.") % {"key": key, "line": seen[key.lower()]})
    _check_text("key", key)


def _check_text(column: str, text: str) -> None:
    if len(text) > COLUMNS[column].longest:
        said = {"column": COLUMNS[column].label, "count": COLUMNS[column].longest}
        raise Reason(_("%(column)s is longer than %(count)d characters.") % said)
    if any(ord(letter) < 32 for letter in text):
        raise Reason(_("%(column)s runs over several lines.") % {"column": COLUMNS[column].label})


def _values(line: Line, names: _Names) -> Iterator[tuple[str, Any]]:
    for column, value in line.cells.items():
        if column == "key":
            continue
        if not value and column in CANNOT_BE_EMPTIED:
            raise Reason(_("%(column)s cannot be emptied.") % {"column": COLUMNS[column].label})
        for text in value if isinstance(value, list) else [value]:
            _check_text(column, text)
        yield column, _read(column, value, names)


def _read(column: str, value: Any, names: _Names) -> Any:
    match column:
        case "kind":
            return _kind(value)
        case "site":
            return names.site(value) if value else ""
        case "services" | "needs":
            return sorted({names.service(name) for name in value})
        case "depends_on":
            return list(value)
    return value


def _kind(value: str) -> str:
    kind = value.lower().replace(" ", "_").replace("-", "_")
    if kind not in Component.Kind.values:
        said = {"kind": value, "kinds": ", ".join(Component.Kind.values)}
        raise Reason(_("%(kind)s is not one of the kinds: %(kinds)s.") % said)
    return kind


def _settle(drafts: dict[str, Draft], bad: list[Bad], inventory: "Inventory") -> None:
    """What is stood on must be here or in the file. Leaving a line out can pull the next, so it goes on until none falls."""
    while fallen := dict(_without_footing(drafts, bad, inventory)):
        for key, reason in fallen.items():
            bad.append(Bad(drafts[key].line, drafts.pop(key).key, reason))
    spelled = {key: known.key for key, known in inventory.components.items()}
    spelled |= {key: draft.key for key, draft in drafts.items() if key not in spelled}
    for key, draft in drafts.items():
        if "depends_on" in draft.values:
            found = sorted({spelled[other.lower()] for other in draft.values["depends_on"]})
            drafts[key] = Draft(draft.line, draft.key, {**draft.values, "depends_on": found})


def _without_footing(
    drafts: Mapping[str, Draft], bad: Sequence[Bad], inventory: "Inventory"
) -> Iterator[tuple[str, str]]:
    left_out = {row.key.lower(): row.line for row in bad}
    for key, draft in drafts.items():
        for other in draft.values.get("depends_on", ()):
            if other.lower() == key:
                yield key, _("Nothing stands on itself.")
            elif other.lower() in drafts or other.lower() in inventory.components:
                continue
            elif other.lower() in left_out:
                said = {"key": other, "line": left_out[other.lower()]}
                yield key, _("The component %(key)s stands in line %(line)d, which is left out.") % said
            else:
                yield key, _("The component %(key)s is neither here nor in the file.") % {"key": other}
