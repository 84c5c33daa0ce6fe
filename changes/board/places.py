"""Where the board stands in the house: below changes in the rail, and on the page of each change it looks at."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes.models import AgendaItem, Change, Meeting
from changes.sections import Section, register_section
from itsm.frame import setup
from itsm.frame.http import HttpRequest
from itsm.frame.menu import Entry, add
from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.tickets.cards import Card, register_card

MOST, FEW = 5, 3


def on_agendas(change: Change, person: Person) -> dict[str, Any] | None:
    """Where it was talked about, and where it will be; not shown while no board has it."""
    rows = AgendaItem.objects.filter(change=change.pk, meeting__in=Meeting.objects.visible_to(person))
    rows = rows.select_related("meeting__board", "decided_by")
    found = list(rows.order_by("-meeting__starts_at")[:MOST])
    return {"items": found} if found else None


def of_their_boards(request: HttpRequest) -> dict[str, Any] | None:
    """On the portal's home: where a member is expected next."""
    mine = Meeting.objects.to_come().filter(board__in=request.user.boards.values("pk"))
    found = list(mine.select_related("board").order_by("starts_at")[:FEW])
    return {"meetings": found} if found else None


def add_to_house() -> None:
    register_card(
        Card(name="meetings", template="changes/board/card.html", context=of_their_boards, order=25)
    )
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
