"""The columns a file may have, as documented on the upload page and in the sample."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Column:
    """`longest` is what fits; `aliases` are other headings that mean the same, in letters and digits only."""

    label: str | Promise
    says: str | Promise
    longest: int
    aliases: tuple[str, ...]
    sample: tuple[str, str]


COLUMNS: Mapping[str, Column] = {
    "email": Column(
        label=_("E-mail"),
        says=_("Who it is. The only column that must be there; it never changes by a file."),
        longest=254,
        aliases=("email", "mail", "emailaddress", "emailadresse"),
        sample=("rui.alves@halden.example", "lena.brandt@halden.example"),
    ),
    "name": Column(
        label=_("Name"),
        says=_("Needed for somebody new."),
        longest=120,
        aliases=("name", "fullname", "displayname"),
        sample=("Rui Alves", "Lena Brandt"),
    ),
    "preferred_name": Column(
        label=_("Preferred name"),
        says=_("How mails and pages greet them."),
        longest=60,
        aliases=("preferredname", "knownas", "nickname", "rufname"),
        sample=("", "Leni"),
    ),
    "job_title": Column(
        label=_("Job title"),
        says="",
        longest=80,
        aliases=("jobtitle", "title", "position"),
        sample=("Test engineer", "Buyer"),
    ),
    "phone": Column(
        label=_("Phone"),
        says="",
        longest=40,
        aliases=("phone", "telephone", "phonenumber", "telefon"),
        sample=("+351 22 555 0142", "+49 30 5550 0178"),
    ),
    "site": Column(
        label=_("Site"),
        says=_("The name of a site."),
        longest=80,
        aliases=("site", "location", "office", "standort"),
        sample=("Porto", "Berlin"),
    ),
    "unit": Column(
        label=_("Business unit"),
        says=_("The name of the part of the organisation they belong to."),
        longest=80,
        aliases=("unit", "businessunit", "department", "abteilung"),
        sample=("Instruments", "Purchasing"),
    ),
    "time_zone": Column(
        label=_("Time zone"),
        says=_("A name such as Europe/Lisbon. Somebody new without one gets their site's."),
        longest=64,
        aliases=("timezone", "tz", "zeitzone"),
        sample=("Europe/Lisbon", "Europe/Berlin"),
    ),
    "language": Column(
        label=_("Language"),
        says=_("Its code: en or de."),
        longest=8,
        aliases=("language", "lang", "sprache"),
        sample=("en", "de"),
    ),
    "manager": Column(
        label=_("Manager"),
        says=_("The manager's e-mail; they are here already or stand in the file too."),
        longest=254,
        aliases=("manager", "manageremail", "supervisor", "vorgesetzte", "vorgesetzter"),
        sample=("lena.brandt@halden.example", ""),
    ),
    "teams": Column(
        label=_("Teams"),
        says=_("All support teams the person is in, with | between them."),
        longest=600,
        aliases=("teams", "team", "supportteams"),
        sample=("Network | Service desk", ""),
    ),
}
ALIASES = {alias: name for name, column in COLUMNS.items() for alias in column.aliases}
EMPTIES = frozenset({"-", "–", "—"})


def column_of(heading: str) -> str | None:
    """“E-Mail address” → email; None for a heading that means nothing here."""
    return ALIASES.get(re.sub(r"[\W_]", "", heading.casefold()))


def sample() -> str:
    """A small file that can be filled in, as office programs open it: with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(zip(*(column.sample for column in COLUMNS.values()), strict=True))
    return "\ufeff" + text.getvalue()
