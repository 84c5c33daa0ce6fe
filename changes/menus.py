"""Where changes stand in the frame."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK


def add_to_frame() -> None:
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
