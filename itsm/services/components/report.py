"""A plan in words: for the page, and whole as a table to keep."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from itsm.people.importing.report import safe
from itsm.services.components.columns import COLUMNS
from itsm.services.components.plan import Entry, Plan
from itsm.services.components.sheet import Bad


def told(row: Entry | Bad) -> dict[str, Any]:
    """A row of the page; columns by their labels."""
    if isinstance(row, Bad):
        return {"line": row.line, "key": row.key, "reason": row.reason}
    shown = [change for change in row.changes if row.pk or change.column != "name"]
    changes = [(_label(change.column), _text(change.old), _text(change.new)) for change in shown]
    return {"line": row.line, "key": row.key, "name": row.name, "changes": changes}


def rows(plan: Plan) -> Iterator[list[str]]:
    yield [_("line"), _("what"), _("key"), _("column"), _("before"), _("after"), _("reason")]
    for notice in plan.notices:
        yield safe("", _("about the file"), "", "", "", "", notice)
    for kind, entries in ((_("new"), plan.new), (_("changed"), plan.changed)):
        for entry in entries:
            for change in entry.changes:
                column = _label(change.column)
                yield safe(entry.line, kind, entry.key, column, _text(change.old), _text(change.new), "")
    for bad in plan.bad:
        yield safe(bad.line, _("left out"), bad.key, "", "", "", bad.reason)


def _label(column: str) -> str:
    return str(COLUMNS[column].label)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
