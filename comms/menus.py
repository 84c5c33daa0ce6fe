"""Where the inbox and the status page stand in the frame, and what of comms stands under Set up. Agents have the inbox in the top bar."""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comms.models import Incoming, Mailbox, Room
from itsm.frame import setup
from itsm.frame.menu import Entry, add
from itsm.people.models import Person
from itsm.people.roles import EVERYONE

MOST_COUNTED = 100


def add_to_frame() -> None:
    inbox = Entry(
        label=_("Inbox"), url_name="comms:inbox", icon="inbox", roles=EVERYONE, order=80, key="i", counts="inbox-count"
    )  # fmt: skip
    add(inbox, "portal")
    status = Entry(label=_("Status"), url_name="status:page", icon="signal", roles=EVERYONE, order=70)
    add(replace(status, under="comms:notices"))
    add(status, "portal")
    add_to_setup()
    if settings.DEMO:
        mailbox = Entry(
            label=_("Mailbox"), url_name="comms:mailbox", icon="envelope", roles=EVERYONE, order=900
        )
        add(mailbox)
        add(mailbox, "portal")


def add_to_setup() -> None:
    words, channels, outages = setup.Group.WORDS, setup.Group.CHANNELS, setup.Group.OUTAGES
    setup.add(
        setup.Line(
            label=_("Automatic letters"), url_name="comms:letters", icon="document-text", group=words,
            permission="comms.change_template", says=_("Every mail that Baton writes by itself, in your words."),
        ),
        setup.Line(
            label=_("Jargon"), url_name="comms:jargon", icon="language", group=words,
            permission="comms.change_jargon", says=_("Words that colleagues need not know, and what to say instead."),
        ),
        setup.Line(
            label=_("How many come"), url_name="comms:budget", icon="envelope", group=words,
            permission="comms.change_template", says=_("How much mail colleagues get from us, and who gets too much."),
        ),
        setup.Line(
            label=_("Mail that came in"), url_name="comms:quarantine", icon="inbox-arrow-down", group=channels,
            permission="comms.change_incoming", waits=quarantined,
            says=_("Mail that Baton could not place, with its reason, until somebody decides."),
        ),
        setup.Line(
            label=_("Mailboxes"), url_name="comms:mailboxes", icon="inbox-stack", group=channels,
            permission="comms.change_mailbox", waits=unread, says=_("Where Baton fetches mail, and how that goes."),
        ),
        setup.Line(
            label=_("Chat rooms"), url_name="comms:chat_rooms", icon="chat-bubble-left-right", group=channels,
            permission="comms.change_room", waits=unheard,
            says=_("Where notices and a team's tickets are told, and whose answers come back."),
        ),
        setup.Line(
            label=_("Status page"), url_name="status:settings", icon="signal", group=outages,
            permission="comms.change_statuspage", says=_("Which services stand on it, and whether the public may read it."),
        ),
        setup.Line(
            label=_("Rehearsal of an outage"), url_name="comms:drills", icon="play-circle", group=outages,
            permission="comms.tell_notice", says=_("Rehearse an outage by a real clock. Nothing of it leaves the desk."),
        ),
    )  # fmt: skip


# What waits ------------------------------------------------------------------------------------------------------------


def quarantined(person: Person) -> str:
    waiting = Incoming.objects.visible_to(person).filter(state=Incoming.State.QUARANTINED)
    count = waiting[:MOST_COUNTED].count()
    return ngettext("%(n)d mail waits", "%(n)d mails wait", count) % {"n": count} if count else ""


def unread(person: Person) -> str:
    count = Mailbox.objects.filter(is_active=True, failing_since__isnull=False).count()
    return ngettext("%(n)d cannot be read", "%(n)d cannot be read", count) % {"n": count} if count else ""


def unheard(person: Person) -> str:
    count = Room.objects.filter(is_active=True).exclude(error="").count()
    return ngettext("%(n)d does not answer", "%(n)d do not answer", count) % {"n": count} if count else ""
