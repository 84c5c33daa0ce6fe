"""What a file may say of a component: the columns of CSV, the names in JSON. As documented on the upload page."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.services.models import Component

MARK = "|"  # between the parts of a list in one cell


@dataclass(frozen=True, kw_only=True)
class Column:
    """`longest` is what fits in one text, or in one part of a list."""

    label: str | Promise
    says: str | Promise
    longest: int = 120
    is_list: bool = False
    aliases: tuple[str, ...] = ()
    sample: tuple[str, str]


COLUMNS: Mapping[str, Column] = {
    "key": Column(
        label=_("Key"),
        says=_(
            "Which one it is: what machines call it. The only column that must be there; case does not matter."
        ),
        aliases=("key", "id", "ci", "hostname"),
        sample=("db01.porto", "payroll-app"),
    ),
    "name": Column(
        label=_("Name"),
        says=_("Something new without one is called by its key."),
        aliases=("name", "label", "title"),
        sample=("Database server, Porto", "Payroll"),
    ),
    "kind": Column(
        label=_("Kind"),
        says=_("One of: %(kinds)s.") % {"kinds": ", ".join(Component.Kind.values)},
        longest=16,
        aliases=("kind", "type", "class"),
        sample=("server", "application"),
    ),
    "site": Column(
        label=_("Where it stands"),
        says=_("The name of a site."),
        longest=80,
        aliases=("site", "location"),
        sample=("Porto", ""),
    ),
    "services": Column(
        label=_("Services it carries"),
        says=_("Names of services, with | between them. All of them: one that is not named is taken off."),
        longest=80,
        is_list=True,
        aliases=("services", "service", "carries"),
        sample=("", "Payroll"),
    ),
    "depends_on": Column(
        label=_("Components it stands on"),
        says=_(
            "Their keys, with | between them; they are here already or stand in the file too. All of them."
        ),
        is_list=True,
        aliases=("dependson", "dependencies", "components"),
        sample=("switch1.porto", "db01.porto"),
    ),
    "needs": Column(
        label=_("Services it stands on"),
        says=_("Names of services, with | between them. All of them."),
        longest=80,
        is_list=True,
        aliases=("needs", "needsservices"),
        sample=("", "Single sign-on"),
    ),
}
ALIASES = {alias: name for name, column in COLUMNS.items() for alias in column.aliases}


def column_of(heading: str) -> str | None:
    """“Depends on”, “depends_on” and “DEPENDS-ON” are one column."""
    return ALIASES.get("".join(letter for letter in heading.lower() if letter.isalnum()))


def sample() -> str:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for n in range(2):
        rows.writerow(column.sample[n] for column in COLUMNS.values())
    return file.getvalue()
