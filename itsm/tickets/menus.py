"""Where the desk and the portal stand in the frame."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK, EVERYONE


def add_to_frame() -> None:
    add(Entry(label=_("Desk"), url_name="desk:home", icon="queue-list", roles=DESK, order=10, key="d"))
    add(Entry(label=_("Your things"), url_name="portal:home", icon="home", roles=EVERYONE, order=1), "portal")
