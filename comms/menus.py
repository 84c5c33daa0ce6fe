"""Where the inbox stands in the frame. Agents have it in the top bar."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from itsm.frame.menu import Entry, add
from itsm.people.roles import ADMINISTRATOR, AGENT, EVERYONE


def add_to_frame() -> None:
    add(
        Entry(label=_("Inbox"), url_name="comms:inbox", icon="inbox", roles=EVERYONE, order=80, key="i"),
        "portal",
    )
    status = Entry(label=_("Status"), url_name="status:page", icon="signal", roles=EVERYONE, order=70)
    add(status)
    add(status, "portal")
    mail_in = Entry(
        label=_("Mail that came in"),
        url_name="comms:quarantine",
        icon="inbox-arrow-down",
        roles=frozenset({AGENT, ADMINISTRATOR}),
        order=90,
    )
    add(mail_in)
    add(
        Entry(
            label=_("Letters"),
            url_name="comms:letters",
            icon="document-text",
            roles=frozenset({ADMINISTRATOR}),
            order=87,
        )
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
