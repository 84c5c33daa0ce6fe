"""Mail that goes round: our own coming back, and senders who write faster than people do."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from comms.mail_in.letter import Letter
from comms.models import Delivery, Incoming, Mailbox
from comms.models.delivery import DeliveryQuerySet
from itsm.people.models import Person, Team

FOR_THE_DESK = 5  # agents may answer so many times as much by mail as a colleague may write
HOUR = timedelta(hours=1)


def loop_mark() -> str:
    """The value of X-Loop in every mail of ours. It stays in copies that automatic forwarding sends back."""
    return f"baton@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2] or 'localhost'}"


def our_addresses() -> Iterator[str]:
    """Every address that leads here, in lower case."""
    yield parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    if settings.MAIL_REPLY_TO:
        yield str(settings.MAIL_REPLY_TO).lower()
    for address in Team.objects.exclude(mailbox="").values_list("mailbox", flat=True):
        yield address.lower()
    for address in Mailbox.objects.values_list("address", flat=True):
        yield address.lower()


def by_our_list(letter: Letter) -> bool:
    """Many a desk's address is a list or a group: what a colleague writes there bears the marks of a list, and is for us.

    A list is named after its address with a dot for the @ (RFC 2919), and says where to write to it. So does what we wrote
    into our own mail's List-Unsubscribe, should a mail program copy that into the answer.
    """
    ours = {settings.BASE_URL.lower() + "/"}
    for address in our_addresses():
        ours |= {f"<{address.replace('@', '.')}>", f"<mailto:{address}>"}
    return any(mark in said.lower() for said in letter.lists for mark in ours)


def our_mails(ids: Iterable[str]) -> DeliveryQuerySet:
    """What we sent under these Message-IDs; a letter has them without the brackets that a header wears."""
    found: DeliveryQuerySet = Delivery.objects.with_message_ids(f"<{each}>" for each in ids)
    return found


def went_round(letter: Letter) -> str:
    """Why this is our own mail coming back; empty if it is not."""
    if loop_mark() in {mark.lower() for mark in letter.x_loop}:
        return _("It bears our own loop mark.")
    if letter.from_address.lower() in set(our_addresses()):
        return _("It comes from an address of our own.")
    if letter.message_id and our_mails([letter.message_id]).exists():
        return _("It is a mail of ours that came back.")
    return ""


def too_many(person: Person, incoming: Incoming, *, now: datetime) -> bool:
    """Has this sender written more within the hour than a person would?"""
    most = settings.MAIL_RATE * (FOR_THE_DESK if person.works_the_desk else 1)
    lately = Incoming.objects.filter(sender=incoming.sender, received_at__gt=now - HOUR)
    taken = lately.filter(state=Incoming.State.DONE).exclude(pk=incoming.pk)
    return taken.order_by()[:most].count() >= most
