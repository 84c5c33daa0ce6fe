"""Where the catalogue stands in the frame."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK, EVERYONE

SETUP = (
    setup.Line(
        label=_("Offerings"),
        url_name="catalog:offerings",
        icon="squares-2x2",
        group=setup.Group.SERVICES,
        says=_("What colleagues can ask for: words, form, approvals and plan of each."),
    ),
    setup.Line(
        label=_("Shelves"),
        url_name="catalog:shelves",
        icon="bars-3",
        group=setup.Group.SERVICES,
        permission="catalog.publish_offering",
        says=_("How the catalogue is sorted, and in which order."),
    ),
)


def add_to_frame() -> None:
    add(
        Entry(
            label=_("Requests"), url_name="catalog:list", icon="shopping-bag", roles=DESK, order=25, key="q"
        )
    )
    add(
        Entry(label=_("Request"), url_name="asking:shelves", icon="shopping-bag", roles=DESK, order=20), "new"
    )
    ask = Entry(
        label=_("Ask for something"), url_name="asking:shelves", icon="shopping-bag", roles=EVERYONE, order=15
    )
    add(ask, "portal")
    add(ask, "help")
    for line in SETUP:
        setup.add(line)
