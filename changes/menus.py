"""Where changes stand in the frame."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK

SETUP = (
    setup.Line(
        label=_("What risk is made of"), url_name="changes:risk", icon="scale", group=setup.Group.SERVICES,
        says=_("The questions about a change, what Baton knows by itself, their weights and the levels."),
    ),
    setup.Line(
        label=_("Who authorises changes"), url_name="changes:authorities", icon="check-badge", group=setup.Group.SERVICES,
        says=_("Who is asked about a change of which type and risk, and how many must agree."),
    ),
    setup.Line(
        label=_("Change models"), url_name="changes:library", icon="clipboard-document-check", group=setup.Group.SERVICES,
        says=_("What may be changed without asking, step by step, within which limits."),
    ),
)  # fmt: skip


def add_to_frame() -> None:
    setup.add(*SETUP)
    add(
        Entry(
            label=_("Changes"),
            url_name="changes:list",
            icon="arrows-right-left",
            roles=DESK,
            order=35,
            key="c",
        )
    )
    add(
        Entry(
            label=_("Change"), url_name="changes:new", icon="arrows-right-left", roles=DESK, order=40, key="c"
        ),
        "new",
    )
