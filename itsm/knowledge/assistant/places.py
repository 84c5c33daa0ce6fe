"""Where the assistant stands in the house: registered when the app is ready."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.menu import Entry, add
from itsm.people.roles import EVERYONE


def add_to_house() -> None:
    entry = Entry(
        label=_("Ask the assistant"),
        url_name="assistant:begin",
        icon="chat-bubble-left-right",
        roles=EVERYONE,
        order=25,
    )
    add(entry, "help")
