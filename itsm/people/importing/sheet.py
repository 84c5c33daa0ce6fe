"""Bytes to lines: encoding, delimiter, headings. Says what it assumed, and refuses what cannot be meant."""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from itsm.people.importing.columns import column_of

DELIMITERS = (",", ";", "\t")


class Unreadable(Exception):
    """The file as a whole makes no sense; `str(error)` says why."""


@dataclass(frozen=True)
class Bad:
    """A line that is left out, and why."""

    line: int
    email: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One person of the file; `cells` by column, trimmed. `number` is where it begins in the file."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    lines: Sequence[Line]
    bad: Sequence[Bad]
    notices: Sequence[str]


def read(data: bytes) -> Sheet:
    text, notices = decode(data)
    rows = rows_of(text)
    headings = next(rows, (1, []))[1]
    if not headings:
        raise Unreadable(_("The file is empty."))
    columns = _columns(headings)
    unknown = [heading for heading, column in zip(headings, columns, strict=True) if heading and not column]
    if unknown:
        notices.append(
            _("These columns mean nothing here and are left aside: %(names)s.")
            % {"names": ", ".join(unknown)}
        )
    lines: list[Line] = []
    bad: list[Bad] = []
    for number, cells in rows:
        if any(cells[len(columns) :]):
            bad.append(_too_long(number, cells, columns))
        elif any(cells):
            padded = cells + [""] * (len(columns) - len(cells))
            named = zip(columns, padded, strict=False)
            lines.append(Line(number, {column: cell for column, cell in named if column}))
    return Sheet(lines, bad, notices)


def _too_long(number: int, cells: Sequence[str], columns: Sequence[object]) -> Bad:
    counts = {"cells": len(cells), "columns": len(columns)}
    reason = _("It has %(cells)d cells, the first line has %(columns)d. A comma may stand unquoted.")
    return Bad(number, "", reason % counts)


def decode(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError:
            raise Unreadable(_("This is not a text file.")) from None
    if b"\x00" in data:
        raise Unreadable(_("This is not a text file. Save the table as CSV first."))
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(_("The letters are in no known encoding. Save the file as CSV UTF-8.")) from None
    return text, [
        _("The file is not UTF-8; it was read as Windows-1252. Look at accents and umlauts before you apply.")
    ]


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it begins on: a quoted cell may run over several."""
    begins = 1
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    try:
        for row in reader:
            if row:
                yield begins, [cell.strip() for cell in row]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _(
                "From line %(line)d on the file cannot be split into cells: a quotation mark may be missing there."
            )
            % {"line": begins}
        ) from error


def _columns(headings: Sequence[str]) -> list[str | None]:
    columns = [column_of(heading) for heading in headings]
    if "email" not in columns:
        raise Unreadable(_("No column is called e-mail. The first line must hold the names of the columns."))
    for column in filter(None, columns):
        if columns.count(column) > 1:
            twice = [heading for heading, name in zip(headings, columns, strict=True) if name == column]
            raise Unreadable(
                _("These columns mean the same: %(names)s. Keep one.") % {"names": ", ".join(twice)}
            )
    return columns
