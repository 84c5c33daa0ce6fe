"""Each line by itself: is it somebody, and does every cell say something that can be stored?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from itsm.people.importing.columns import COLUMNS, EMPTIES
from itsm.people.importing.sheet import Bad, Line, Sheet
from itsm.people.models import time_zones

if TYPE_CHECKING:
    from itsm.people.importing.plan import Directory, Options

CANNOT_BE_EMPTIED = frozenset({"name", "time_zone", "language"})


@dataclass(frozen=True)
class Draft:
    """A line in order. `values` holds only what the file says something about; an emptied cell is ""."""

    line: int
    email: str
    values: Mapping[str, str]

    @property
    def teams(self) -> Sequence[str]:
        return self.values["teams"].split(" | ") if self.values.get("teams") else []


class Reason(Exception):
    """Why a line is left out."""


def check(sheet: Sheet, directory: "Directory", options: "Options") -> tuple[dict[str, Draft], list[Bad]]:
    drafts: dict[str, Draft] = {}
    seen: dict[str, int] = {}
    bad = list(sheet.bad)
    names = _Names(directory, options)
    for line in sheet.lines:
        email = line.cells["email"].lower()
        try:
            _check_email(email, seen)
            seen[email] = line.number
            drafts[email] = Draft(line.number, email, dict(_values(line, email, directory, names)))
        except Reason as reason:
            bad.append(Bad(line.number, email, str(reason)))
    return drafts, bad


class _Names:
    """Sites, units and teams by any spelling of case; the first spelling of a new one counts for the whole file."""

    def __init__(self, directory: "Directory", options: "Options") -> None:
        self.may_create = options.create_places
        self.sites = {name.casefold(): name for name in directory.sites}
        self.units = {name.casefold(): name for name in directory.units}
        self.teams = {name.casefold(): name for name in directory.teams}

    def place(self, column: str, name: str) -> str:
        """A site or a business unit."""
        if column == "unit":
            return self._find(self.units, name, _("There is no business unit %(name)s."))
        return self._find(self.sites, name, _("There is no site %(name)s."))

    def team(self, name: str) -> str:
        if len(name) > 80:
            raise Reason(_("The team %(name)s is longer than 80 characters.") % {"name": name})
        return self._find(self.teams, name, _("There is no team %(name)s."))

    def _find(self, known: dict[str, str], name: str, unknown: str) -> str:
        if self.may_create:
            return known.setdefault(name.casefold(), name)
        if name.casefold() not in known:
            raise Reason(unknown % {"name": name})
        return known[name.casefold()]


def _check_email(email: str, seen: Mapping[str, int]) -> None:
    if not email:
        raise Reason(_("The e-mail is missing."))
    if email in seen:
        raise Reason(_("%(email)s stands in line %(line)d already.") % {"email": email, "line": seen[email]})
    try:
        validate_email(email)
    except ValidationError:
        raise Reason(_("%(email)s is not an e-mail address.") % {"email": email}) from None
    if len(email) > COLUMNS["email"].longest:
        raise Reason(_("E-mail is longer than %(count)d characters.") % {"count": COLUMNS["email"].longest})


def _values(line: Line, email: str, directory: "Directory", names: _Names) -> Iterator[tuple[str, str]]:
    for column, cell in line.cells.items():
        if column == "email" or not cell:
            continue  # an empty cell leaves what is there
        if cell not in EMPTIES:
            yield column, _read(column, cell, email, directory, names)
        elif column in CANNOT_BE_EMPTIED:
            raise Reason(_("%(column)s cannot be emptied.") % {"column": COLUMNS[column].label})
        else:
            yield column, ""
    if email not in directory.people and not line.cells.get("name"):
        raise Reason(_("%(email)s is new, so a name is needed.") % {"email": email})


def _read(column: str, cell: str, email: str, directory: "Directory", names: _Names) -> str:
    if len(cell) > COLUMNS[column].longest:
        said = {"column": COLUMNS[column].label, "count": COLUMNS[column].longest}
        raise Reason(_("%(column)s is longer than %(count)d characters.") % said)
    if any(ord(letter) < 32 for letter in cell):
        raise Reason(_("%(column)s runs over several lines.") % {"column": COLUMNS[column].label})
    match column:
        case "time_zone" if cell not in time_zones():
            raise Reason(_("%(zone)s is not a time zone; one is called Europe/Lisbon.") % {"zone": cell})
        case "language":
            return _language(cell, directory)
        case "site" | "unit":
            return names.place(column, cell)
        case "teams":
            parts = filter(None, (part.strip() for part in cell.split("|")))
            return " | ".join(sorted({names.team(part) for part in parts}))
        case "manager":
            return _manager(cell.lower(), email)
    return cell


def _language(cell: str, directory: "Directory") -> str:
    if cell.lower() not in directory.languages:
        said = {"code": cell, "codes": ", ".join(sorted(directory.languages))}
        raise Reason(_("%(code)s is not one of the languages: %(codes)s.") % said)
    return cell.lower()


def _manager(manager: str, email: str) -> str:
    if manager == email:
        raise Reason(_("Nobody is their own manager."))
    return manager
