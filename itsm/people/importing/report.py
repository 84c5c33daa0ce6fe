"""A plan in words: for the page, and whole as a table to keep."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from itsm.frame import cells
from itsm.people.importing.columns import COLUMNS
from itsm.people.importing.plan import Entry, Plan


def told(row: Any) -> dict[str, Any]:
    """A row of the page; columns by their labels."""
    if isinstance(row, Entry):
        changes = [
            (_label(change.column), change.old, change.new)
            for change in row.changes
            if change.column != "name" or row.pk
        ]
        return {"line": row.line, "email": row.email, "name": row.name, "changes": changes}
    return vars(row)


def rows(plan: Plan) -> Iterator[list[str]]:
    yield [_("line"), _("what"), _("e-mail"), _("column"), _("before"), _("after"), _("reason")]
    for kind, entries in ((_("new"), plan.new), (_("changed"), plan.changed)):
        for entry in entries:
            for change in entry.changes:
                yield safe(entry.line, kind, entry.email, _label(change.column), change.old, change.new, "")
    for leaver in plan.leaving:
        yield safe("", _("can no longer sign in"), leaver.email, "", "", "", _("not in the file"))
    for bad in plan.bad:
        yield safe(bad.line, _("left out"), bad.email, "", "", "", bad.reason)


def _label(column: str) -> str:
    return str(COLUMNS[column].label) if column in COLUMNS else _("Can sign in")


def safe(*words: object) -> list[str]:
    return [cells.safe(str(each)) for each in words]
