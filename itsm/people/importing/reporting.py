"""Who reports to whom, the file and the desk together: managers must exist, and nobody may stand above themselves."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from itsm.people.importing.check import Draft
from itsm.people.importing.sheet import Bad

if TYPE_CHECKING:
    from itsm.people.importing.plan import Directory


class Reporting:
    """Leaving a line out can take a manager away from another, so it goes on until nothing more falls."""

    def __init__(self, drafts: Mapping[str, Draft], bad: Sequence[Bad], directory: "Directory") -> None:
        self.drafts = dict(drafts)
        self.bad = list(bad)
        self.directory = directory

    def refuse_circles(self) -> "Reporting":
        while self._drop(self._without_manager()) or self._drop(self._in_circles()):
            pass
        return self

    def _drop(self, reasons: dict[str, str]) -> bool:
        for email, reason in reasons.items():
            self.bad.append(Bad(self.drafts.pop(email).line, email, reason))
        return bool(reasons)

    def _without_manager(self) -> dict[str, str]:
        left_out = {bad.email: bad.line for bad in self.bad}
        reasons = {}
        for email, draft in self.drafts.items():
            manager = draft.values.get("manager")
            if not manager or manager in self.drafts or manager in self.directory.people:
                continue
            if manager in left_out:
                said = {"email": manager, "line": left_out[manager]}
                reasons[email] = _("The manager %(email)s stands in line %(line)d, which is left out.") % said
            else:
                reasons[email] = _("The manager %(email)s is neither here nor in the file.") % {
                    "email": manager
                }
        return reasons

    def _in_circles(self) -> dict[str, str]:
        """Every line that helps to close a circle. Circles among people whom the file says nothing about stay as they are."""
        above = {email: known.values.get("manager", "") for email, known in self.directory.people.items()}
        ours = {
            email: draft.values["manager"]
            for email, draft in self.drafts.items()
            if draft.values.get("manager") is not None
        }
        above |= ours
        reasons: dict[str, str] = {}
        done: set[str] = set()
        for start in ours:
            path: list[str] = []
            on_path: dict[str, int] = {}
            here = start
            while here and here not in done and here not in on_path:
                on_path[here] = len(path)
                path.append(here)
                here = above.get(here, "")
            if here in on_path:
                circle = path[on_path[here] :]
                reasons |= {email: _told(circle, email) for email in circle if ours.get(email)}
            done.update(path)
        return reasons


def _told(circle: list[str], email: str) -> str:
    start = circle.index(email)
    round_trip = [*circle[start:], *circle[:start], email]
    return _("The managers go round in a circle: %(path)s.") % {"path": " → ".join(round_trip)}
