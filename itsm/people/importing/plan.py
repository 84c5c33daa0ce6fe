"""What a sheet would change, worked out beforehand: pure, so that what is shown is what is applied."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from operator import attrgetter
from typing import NamedTuple

from itsm.people.importing.check import Draft, check
from itsm.people.importing.reporting import Reporting
from itsm.people.importing.sheet import Bad, Sheet

TEAM_MARK = " | "


@dataclass(frozen=True)
class Known:
    """A person as they are now. Values are texts by column, the site and teams by name, the manager by e-mail."""

    pk: int
    values: Mapping[str, str]
    is_active: bool = True
    protected: bool = False  # never deactivated by a file

    @property
    def name(self) -> str:
        return self.values["name"]


@dataclass(frozen=True)
class Directory:
    """Everything a plan is compared with. People by lower-case e-mail; sites (to their time zone) and teams by name."""

    people: Mapping[str, Known] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"en", "de"})


@dataclass(frozen=True)
class Options:
    create_places: bool = False
    deactivate_missing: bool = False


class Change(NamedTuple):
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """A person who is added (`pk` None) or changed, from one line."""

    line: int
    email: str
    name: str
    pk: int | None
    changes: Sequence[Change]


@dataclass(frozen=True)
class Leaver:
    pk: int
    email: str
    name: str


@dataclass(frozen=True)
class Plan:
    new: Sequence[Entry]
    changed: Sequence[Entry]
    unchanged: int
    bad: Sequence[Bad]
    leaving: Sequence[Leaver]
    new_sites: Mapping[str, str]
    new_units: Sequence[str]
    new_teams: Sequence[str]
    notices: Sequence[str]

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed or self.leaving)

    @property
    def digest(self) -> str:
        """Two plans with the same digest do the same."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def make(sheet: Sheet, directory: Directory, options: Options) -> Plan:
    drafts, bad = check(sheet, directory, options)
    found = Reporting(drafts, bad, directory).refuse_circles()
    drafts = found.drafts
    sites = _new_sites(drafts, directory)
    entries = [_entry(draft, directory, sites, options) for draft in drafts.values()]
    named = {line.cells["email"].lower() for line in sheet.lines}
    units = {draft.values["unit"] for draft in drafts.values() if draft.values.get("unit")} - directory.units
    teams = {team for draft in drafts.values() for team in draft.teams} - directory.teams
    return Plan(
        new=[entry for entry in entries if entry.pk is None],
        changed=[entry for entry in entries if entry.pk is not None and entry.changes],
        unchanged=sum(1 for entry in entries if entry.pk is not None and not entry.changes),
        bad=sorted(found.bad, key=attrgetter("line")),
        leaving=_leaving(directory, named) if options.deactivate_missing else [],
        new_sites=sites,
        new_units=sorted(units),
        new_teams=sorted(teams),
        notices=sheet.notices,
    )


def _new_sites(drafts: Mapping[str, Draft], directory: Directory) -> dict[str, str]:
    """Sites to be made, each in the zone of the first person there who has one in the file."""
    zones: dict[str, str] = {}
    for draft in drafts.values():
        site = draft.values.get("site")
        if site and site not in directory.sites:
            zones[site] = zones.get(site) or draft.values.get("time_zone") or ""
    return {site: zone or "UTC" for site, zone in sorted(zones.items())}


def _entry(draft: Draft, directory: Directory, new_sites: Mapping[str, str], options: Options) -> Entry:
    known = directory.people.get(draft.email)
    values = dict(draft.values)
    if known is None:
        zones = {**directory.sites, **new_sites}
        values["time_zone"] = values.get("time_zone") or zones.get(values.get("site", ""), "UTC")
        changes = [Change(column, "", value) for column, value in values.items() if value]
        return Entry(draft.line, draft.email, values["name"], None, changes)
    changes = [
        Change(column, known.values.get(column, ""), value)
        for column, value in values.items()
        if known.values.get(column, "") != value
    ]
    if options.deactivate_missing and not known.is_active:
        changes.append(Change("is_active", "no", "yes"))
    return Entry(draft.line, draft.email, values.get("name") or known.name, known.pk, changes)


def _leaving(directory: Directory, named: set[str]) -> list[Leaver]:
    """Everyone who works here and is not in the file, not even on a line that is left out."""
    return [
        Leaver(known.pk, email, known.name)
        for email, known in sorted(directory.people.items())
        if known.is_active and not known.protected and email not in named
    ]
