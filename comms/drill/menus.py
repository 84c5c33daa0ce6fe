"""Where rehearsing begins."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK


def add_to_frame() -> None:
    add(
        Entry(label=_("Rehearsal of an outage"), url_name="comms:drills", icon="clock", roles=DESK, order=90),
        "new",
    )
