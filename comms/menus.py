"""Where the inbox stands in the frame. Agents have it in the top bar."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from itsm.frame.menu import Entry, add
from itsm.people.roles import EVERYONE


def add_to_frame() -> None:
    add(
        Entry(label=_("Inbox"), url_name="comms:inbox", icon="inbox", roles=EVERYONE, order=80, key="i"),
        "portal",
    )
    if settings.DEMO:
        mailbox = Entry(
            label=_("Mailbox"),
            url_name="comms:mailbox",
            icon="envelope",
            roles=EVERYONE,
            order=900,
        )
        add(mailbox)
        add(mailbox, "portal")
