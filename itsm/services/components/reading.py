"""Bytes to rows: which of the forms it is, and what each row says."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from itsm.people.importing import sheet as table
from itsm.services.components import netbox
from itsm.services.components.columns import COLUMNS, MARK, column_of
from itsm.services.components.sheet import Bad, Line, Sheet, Unreadable, json_lines, unpacked

EMPTIES = frozenset({"-", "–", "—"})  # as in a file of people: it takes away what is there


def read(data: bytes) -> Sheet:
    try:
        text, notices = table.decode(unpacked(data))
    except table.Unreadable as error:
        raise Unreadable(str(error)) from error
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    if text.lstrip()[0] not in "[{":
        return of_table(text, notices)
    lines = json_lines(text)
    if lines and netbox.is_export(lines[0][1]):
        return netbox.read([element for _line, element in lines])
    return of_json(lines, notices)


def of_json(elements: Sequence[tuple[int, Any]], notices: Sequence[str]) -> Sheet:
    lines: list[Line] = []
    bad: list[Bad] = []
    unknown: set[str] = set()
    for number, element in elements:
        if not isinstance(element, dict):
            bad.append(Bad(number, "", _("It is not an object with a key.")))
            continue
        unknown |= {name for name in element if name not in COLUMNS}
        said = {name: _plain(name, element[name]) for name in COLUMNS if element.get(name) is not None}
        wrong = [name for name, value in said.items() if value is None]
        if wrong:
            reason = _("“%(name)s” is not the kind of value that belongs there.") % {"name": wrong[0]}
            bad.append(Bad(number, str(element.get("key", ""))[:120], reason))
        else:
            lines.append(Line(number, said))
    return Sheet(lines, bad, [*notices, *_aside(sorted(unknown))])


def _plain(name: str, value: Any) -> str | list[str] | None:
    """A text or a list of texts, trimmed; None where it is neither. A number may stand for a text, as in keys."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        text = str(value).strip()
        return [text] if COLUMNS[name].is_list and text else ([] if COLUMNS[name].is_list else text)
    if COLUMNS[name].is_list and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return [part.strip() for part in value if part.strip()]
    return None


def of_table(text: str, notices: Sequence[str]) -> Sheet:
    try:
        rows = list(table.rows_of(text))
    except table.Unreadable as error:
        raise Unreadable(str(error)) from error
    headings = rows[0][1]
    columns = [column_of(heading) for heading in headings]
    if "key" not in columns:
        raise Unreadable(_("No column is called key. The first line must hold the names of the columns."))
    if twice := [name for name in filter(None, columns) if columns.count(name) > 1]:
        raise Unreadable(_("Two columns mean “%(name)s”. Keep one.") % {"name": twice[0]})
    unknown = [heading for heading, column in zip(headings, columns, strict=True) if heading and not column]
    lines, bad = _lines(rows[1:], columns)
    return Sheet(lines, bad, [*notices, *_aside(unknown)])


def _lines(
    rows: Sequence[tuple[int, list[str]]], columns: Sequence[str | None]
) -> tuple[list[Line], list[Bad]]:
    lines: list[Line] = []
    bad: list[Bad] = []
    for number, cells in rows:
        if any(cells[len(columns) :]):
            counts = {"cells": len(cells), "columns": len(columns)}
            reason = _("It has %(cells)d cells, the first line has %(columns)d. A comma may stand unquoted.")
            bad.append(Bad(number, "", reason % counts))
        elif any(cells):
            lines.append(Line(number, dict(_said(columns, cells))))
    return lines, bad


def _said(columns: Sequence[str | None], cells: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """An empty cell says nothing."""
    for column, cell in zip(columns, cells, strict=False):
        if column and cell:
            emptied = cell in EMPTIES
            if COLUMNS[column].is_list:
                yield column, [] if emptied else [part.strip() for part in cell.split(MARK) if part.strip()]
            else:
                yield column, "" if emptied else cell


def _aside(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield _("These mean nothing here and are left aside: %(names)s.") % {"names": ", ".join(names)}
