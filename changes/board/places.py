"""Where the board stands in the house: below changes in the rail, and on the page of each change it looks at."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes.models import AgendaItem, Change
from changes.sections import Section, register_section
from itsm.frame import setup
from itsm.frame.menu import Entry, add
from itsm.people.models import Person
from itsm.people.roles import DESK

MOST = 5


def on_agendas(change: Change, person: Person) -> dict[str, Any] | None:
    """Where it was talked about, and where it will be; not shown while no board has it."""
    rows = AgendaItem.objects.filter(change=change.pk).select_related("meeting__board", "decided_by")
    found = list(rows.order_by("-meeting__starts_at")[:MOST])
    return {"items": found} if found else None


def add_to_house() -> None:
    register_section(Section("board", _("The board"), "changes/board/section.html", on_agendas, order=62))
    add(
        Entry(
            label=_("Meetings"), url_name="board:meetings", icon="user-group", roles=DESK, order=37, under="changes:list"
        )
    )  # fmt: skip
    setup.add(
        setup.Line(
            label=_("Boards"), url_name="board:boards", icon="user-group", group=setup.Group.SERVICES,
            says=_("Who looks at changes of high risk, and which few may authorise an emergency."),
        ),
        setup.Line(
            label=_("How long changes take"), url_name="board:step_times", icon="clock", group=setup.Group.SERVICES,
            says=_("Each step on their way, and each yes that was only ever waited for."),
        ),
    )  # fmt: skip
