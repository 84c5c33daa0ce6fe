"""The two addresses in a report's mail: its page, and the way out. Each names one reader, and is signed.

A signature is checked before anything is looked up: whoever makes addresses up costs no question to the database.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from comms.models import EditionCopy, Report
from comms.reports.subjects import may_read
from comms.signed import is_mac, mac
from itsm.people.models import Person

PAGE, LEAVE = "comms.reports.page", "comms.reports.leave"
NUMBERS = re.compile(r"[1-9][0-9]{0,17}(-[1-9][0-9]{0,17})?")


@dataclass(frozen=True)
class Found:
    copy: EditionCopy | None  # None: it is over, and nothing of it is left
    over: bool


@dataclass(frozen=True)
class Way:
    """Out of one report, for one reader."""

    report: Report
    person: Person


def token(copy: EditionCopy) -> str:
    return _signed(PAGE, str(copy.pk))


def address(copy: EditionCopy) -> str:
    return settings.BASE_URL + reverse("reports:read", args=[token(copy)])


def read(given: str, *, now: datetime) -> Found | None:
    """Whose copy it is; None if we did not write it, or its reader is no longer here or may no longer read figures."""
    said = _said(PAGE, given)
    if said is None:
        return None
    rows = EditionCopy.objects.select_related("edition__report__own", "edition__report__owner", "person")
    copy = rows.filter(pk=said).first()
    if copy is None:
        return Found(None, over=True)
    if not copy.person.is_active or not may_read(copy.person):
        return None
    return Found(copy, over=not copy.edition.is_open(now=now))


def leave_token(report: int, person: int) -> str:
    return _signed(LEAVE, f"{report}-{person}")


def leave_address(report: int, person: int) -> str:
    return settings.BASE_URL + reverse("reports:leave", args=[leave_token(report, person)])


def way_out(given: str) -> Way | None:
    """None if we did not write it, they are no longer here, or the report is gone."""
    said = _said(LEAVE, given)
    if said is None:
        return None
    number, _dash, who = said.partition("-")
    report = Report.objects.select_related("own", "owner").filter(pk=number).first()
    person = Person.objects.active().filter(pk=who).first()
    return Way(report, person) if report and person else None


def _signed(salt: str, said: str) -> str:
    return f"{said}.{mac(salt, said)}"


def _said(salt: str, given: str) -> str | None:
    said, _dot, signature = given.partition(".")
    return said if NUMBERS.fullmatch(said) and is_mac(signature, salt, said) else None
