"""A figure to take along: as a table, as a workbook, as a picture. Drawn and counted by the same code as its page."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame.cells import safe
from itsm.insights.charts.paper import paper
from itsm.insights.dashboards.records import behind, ticket, visible
from itsm.insights.explain.account import Account
from itsm.insights.explain.drawn import draw
from itsm.insights.explain.told import one_by_one
from itsm.insights.figures import word

Cell = str | float | int | None
MOST_RECORDS = 5000


@dataclass(frozen=True)
class File:
    label: str | Promise
    content: Callable[[Account], bytes]
    mime: str
    ending: str

    def response(self, account: Account, *, name: str) -> HttpResponse:
        disposition = f'attachment; filename="{name}.{self.ending}"'
        return HttpResponse(
            self.content(account), content_type=self.mime, headers={"Content-Disposition": disposition}
        )


def about(account: Account) -> Iterator[tuple[str, Cell]]:
    """What every figure says of itself: without it a number is only a number."""
    one, when = account.measure, account.about.when()
    yield _("Figure"), str(one.name)
    yield _("What it means"), str(one.sentence)
    yield _("Formula"), one.formula
    yield _("Counted"), str(one.population)
    yield _("Hours"), str(one.calendar)
    yield _("Unit"), word(one.unit) or str(one.unit)
    yield _("From"), when["since"]
    yield _("To"), when["until"]
    yield _("Zone"), when["zone"]
    yield _("Filter"), account.form.said() or _("everything")
    yield _("Target"), account.target
    for band in account.bands:
        yield _("Others"), f"{band.told(one.unit)}, {band.source}, {band.when}"


def course(account: Account) -> Iterator[Sequence[Cell]]:
    ends = account.about.ends(account.about.stretches.count)
    yield [_("From"), _("Until"), _("Value"), _("How many")]
    for figure, since, until in zip(account.course, ends, ends[1:], strict=False):
        yield [since.date().isoformat(), until.date().isoformat(), figure.value, figure.n]


def periods(account: Account) -> Iterator[Sequence[Cell]]:
    yield [_("Period"), _("From"), _("To"), _("Value"), _("How many")]
    for one in account.compared:
        yield [one.name, one.since, one.until, one.figure.value, one.figure.n]


def groups(account: Account) -> Iterator[Sequence[Cell]]:
    yield ["", _("Name"), _("Now"), _("How many"), _("Before"), _("How many before"), _("Part of the change")]
    for one in account.moved:
        yield [str(one.kind), one.name, one.now.value, one.now.n, one.before.value, one.before.n, one.part]


def records(account: Account) -> Iterator[Sequence[Cell]]:
    """Only what whoever takes it along may see."""
    one = account.measure
    rows = visible(one, behind(one, account.chosen), account.person).order_by("-happened_at", "-pk")
    yield [_("Ticket"), _("Title"), _("Service"), _("Team"), _("Counted at")]
    for row in rows[:MOST_RECORDS]:
        found = ticket(one, row)
        at = row.happened_at.astimezone(account.chosen.zone).isoformat(timespec="minutes")
        yield [found.number, found.title, str(found.service or ""), str(found.team or ""), at]
    if (every := rows.count()) > MOST_RECORDS:
        left = _(
            "The latest %(n)s of %(every)s. Choose less for the others: a team, a service, a shorter period."
        )
        yield [left % {"n": MOST_RECORDS, "every": every}]


def as_csv(account: Account) -> bytes:
    """The definition above, so that nobody has to guess; then the course."""
    response = HttpResponse()
    rows = csv.writer(response)
    for name, cell in about(account):
        rows.writerow([name, safe(cell)])
    for table in (periods(account), course(account), groups(account)):
        rows.writerow([])
        rows.writerows([safe(cell) for cell in line] for line in table)
    return b"\xef\xbb\xbf" + response.content  # without the mark spreadsheets take it for Latin-1


def as_xlsx(account: Account) -> bytes:
    import xlsxwriter  # a heavy thing for the few who ask for it

    file = BytesIO()
    # Words stay words: nothing that begins with "=" or looks like an address becomes one.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        tables = [
            (_("Figure"), about(account)),
            (_("Periods"), periods(account)),
            (_("Course"), course(account)),
            (_("What moved it"), groups(account)),
        ]
        if one_by_one(account.measure):
            tables.append((_("Records"), records(account)))
        for title, rows in tables:
            sheet = book.add_worksheet(title[:31])
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row, bold if n == 0 else None)
            sheet.autofit()
    return file.getvalue()


def as_svg(account: Account) -> bytes:
    when = account.about.when()
    one = account.measure
    chosen = account.form.said()
    below = _("%(since)s to %(until)s (%(zone)s)") % when + (f" · {chosen}" if chosen else "")
    return paper(draw(account, opens=False), title=str(one.name), below=[below, str(one.population)]).encode()


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    "csv": File(gettext_lazy("Table (CSV)"), as_csv, "text/csv; charset=utf-8", "csv"),
    "xlsx": File(gettext_lazy("Workbook (XLSX)"), as_xlsx, XLSX, "xlsx"),
    "svg": File(gettext_lazy("Picture (SVG)"), as_svg, "image/svg+xml", "svg"),
}
