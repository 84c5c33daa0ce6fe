"""Where the desk and the portal stand in the frame."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK, EVERYONE


def add_to_frame() -> None:
    add(Entry(label=_("Desk"), url_name="desk:home", icon="queue-list", roles=DESK, order=10, key="d"))
    add(Entry(label=_("Your things"), url_name="portal:home", icon="home", roles=EVERYONE, order=1), "portal")
    macros = setup.Line(
        label=_("Macros"), url_name="tickets:macros", icon="bolt", group=setup.Group.WORDS, permission="tickets.work_ticket",
        says=_("Words that you write often, with the colleague's name filled in."),
    )  # fmt: skip
    setup.add(macros)
