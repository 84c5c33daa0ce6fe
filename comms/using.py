"""Which ways of speaking are in use, and how many they reach."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from comms.models import Invitation, Jargon, Mailbox, Room, Subscription, Template
from itsm.frame.using import tell

LATELY = timedelta(days=30)


def add_to_house() -> None:
    tell(
        "comms:mailboxes", lambda: Mailbox.objects.filter(is_active=True).values("pk"),
        lambda n: ngettext("%(n)d is read.", "%(n)d are read.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "comms:chat_rooms", lambda: Room.objects.filter(is_active=True).values("pk"),
        lambda n: ngettext("%(n)d is in use.", "%(n)d are in use.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "comms:letters", lambda: Template.objects.values("pk"),
        lambda n: ngettext("%(n)d has words of your own.", "%(n)d have words of your own.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "comms:jargon", lambda: Jargon.objects.values("pk"),
        lambda n: ngettext("%(n)d word of your own.", "%(n)d words of your own.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "surveys:rules",
        lambda: Invitation.objects.filter(asked_at__gte=timezone.now() - LATELY).values("person").distinct(),
        lambda n: ngettext(
            "%(n)d colleague was asked in the last 30 days.", "%(n)d colleagues were asked in the last 30 days.", n
        ) % {"n": n},
    )  # fmt: skip
    tell(
        "status:settings", lambda: Subscription.objects.values("pk"),
        lambda n: ngettext("%(n)d follows a service.", "%(n)d follow a service.", n) % {"n": n},
    )  # fmt: skip
