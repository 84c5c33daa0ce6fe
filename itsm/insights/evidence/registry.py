"""What an auditor asks for, clause by clause, and which of our records answer. Each app adds the lines of its own.

The numbers are those of ISO/IEC 20000-1:2018, the sentences our own: the standard's text is not ours to print, and the
numbers are to be checked against a bought copy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from operator import attrgetter
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import has_address
from itsm.tickets.models import Ticket

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Clause:
    number: str
    name: str | Promise
    asks: str | Promise


CLAUSES = (
    Clause("7.4", _("Communication"), _("It is settled who tells whom what, when and how, and it is done.")),
    Clause("8.2.4", _("Service catalogue"), _("Colleagues can see which services there are and what they may ask for.")),
    Clause("8.3.2", _("Business relationship"), _("We talk with those we serve, ask how satisfied they are, and see complaints through.")),
    Clause("8.3.3", _("Service levels"), _("What is agreed has targets, results are held against them, and both are looked at again and again.")),
    Clause("8.5.1", _("Changes"), _("Changes are of known kinds, their risk is weighed, somebody agrees, and what goes wrong is studied.")),
    Clause("8.6.1", _("Incidents"), _("Every incident is recorded, ranked, escalated where needed, resolved and closed; major ones have a way of their own.")),
    Clause("8.6.2", _("Service requests"), _("Every request is recorded, ranked, fulfilled and closed.")),
    Clause("8.6.3", _("Problems"), _("Causes are found, known errors are written down, and actions keep them from coming back.")),
    Clause("8.7.1", _("Availability"), _("Targets are set, what was there is measured, and unplanned outages are looked into.")),
    Clause("9.1", _("Measuring"), _("It is settled what is measured, and against which target.")),
    Clause("9.4", _("Service reporting"), _("Those who decide are told how it goes, and what they decide is kept.")),
    Clause("10.2", _("Improvement"), _("What shall be better has an owner, and what came of it is looked at.")),
)  # fmt: skip


def address(row: Any) -> str:
    found: str = row.get_absolute_url()
    return found


def of_ticket(row: Any) -> str:
    return f"{row.number} {row.title}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """Records that answer to a clause. `moment` names the time that puts a row into a period; without one, all that are there now
    count. `ticket` is the path from a row to its ticket ("" is a ticket itself, None is about none): what the reader may
    not see counts and is not named. `page` is where such records live: without that address there is no line.
    """

    key: str
    clause: str
    says: str | Promise
    rows: Callable[[], Rows]
    page: str
    order: int
    moment: str = ""
    ticket: str | None = None
    name: Callable[[Any], str] = str
    href: Callable[[Any], str] = address
    related: tuple[str, ...] = ()

    @property
    def page_href(self) -> str:
        return reverse(self.page)

    def among(self, since: date, until: date) -> Rows:
        """Whole days in the organisation's zone, the last one included."""
        rows = self.rows()
        if not self.moment:
            return rows
        return rows.filter(
            **{f"{self.moment}__gte": midnight(since), f"{self.moment}__lt": midnight(until, after=1)}
        )

    def visible(self, rows: Rows, person: Any) -> Rows:
        """A model that knows itself who may see what is asked: a check-in is seen by whoever is in it."""
        if hasattr(rows, "visible_to"):
            return rows.visible_to(person)
        if self.ticket is None:
            return rows
        seen = Q(**{f"{self.ticket or 'pk'}__in": Ticket.objects.visible_to(person).values("pk")})
        if self.ticket:
            seen |= Q(**{f"{self.ticket}__isnull": True})
        return rows.filter(seen)

    def with_related(self, rows: Rows) -> Rows:
        """Without a name Django would join everything there is."""
        return rows.select_related(*self.related) if self.related else rows

    def at(self, row: Model) -> datetime | None:
        found: Any = row
        for step in self.moment.split("__") if self.moment else ():
            found = getattr(found, step)
        return found if self.moment else None


def midnight(day: date, *, after: int = 0) -> datetime:
    zone = timezone.get_default_timezone()
    return datetime.combine(date.fromordinal(day.toordinal() + after), time(), zone)


_lines: dict[str, Line] = {}


def register(*lines: Line) -> None:
    known = {clause.number for clause in CLAUSES}
    for line in lines:
        if line.clause not in known:
            raise ValueError(f"{line.key}: there is no clause {line.clause} here.")
        _lines[line.key] = line


def lines_here() -> list[Line]:
    """Of practices that are on."""
    return sorted(
        (line for line in _lines.values() if has_address(line.page)), key=attrgetter("order", "key")
    )


def named(key: str) -> Line | None:
    return next((line for line in lines_here() if line.key == key), None)
