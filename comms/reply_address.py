"""The address that answers go to. It says which ticket or notice and which person, and that Baton wrote it.

`desk+t123.p45.k3v5q2mzt7ahc4le@halden.example`: ticket 123, person 45, a signature. `n` stands for a notice. With `.public`
before the signature it is the one address to which an agent's answer leaves the desk; anywhere else it stays inside
(docs/mail.md has the rule). An address proves nothing about who writes to it: `comms.mail_in` looks at the sender, too.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from comms.models import Notice, Reason
from comms.reader import Reader
from comms.signed import digest
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket

SIGNED = re.compile(r"(?P<says>[tn]\d{1,18}\.p\d{1,18}(?:\.public)?)\.(?P<mac>[a-z2-7]{16})(?![a-z0-9])")
PLACE = "{}"


@dataclass(frozen=True)
class Found:
    """What a signed address says: exactly one of ticket and notice is set."""

    ticket_id: int | None
    notice_id: int | None
    person_id: int
    public: bool = False


def reply_address(about: Ticket | Notice, person: Reader, *, public: bool = False) -> str:
    """Where `person` answers a mail about this. `public`: what an agent answers there, the colleague reads."""
    kind = "n" if isinstance(about, Notice) else "t"
    says = f"{kind}{about.pk}.p{person.pk}" + (".public" if public else "")
    return pattern().replace(PLACE, f"{says}.{_mac(says, settings.SECRET_KEY)}")


def reply_address_for(event: Event, person: Person, reason: str) -> str:
    """Where `person` answers the mail about this Event, which they got for `reason`."""
    return reply_address(event.ticket, person, public=answers_publicly(event, person, reason))


def answers_publicly(event: Event, person: Person, reason: str) -> bool:
    """Does what they answer by mail reach the colleague? For the desk only if the colleague's own public words are what
    they answer, and they were not called in by a mention: who answers a mention speaks to the one who mentioned them.
    """
    ticket = event.ticket
    if not ticket.is_our_word(person):
        return True
    theirs = event.actor is not None and not ticket.is_our_word(event.actor)
    return theirs and event.is_public and event.is_message and reason != Reason.MENTIONED


def who_reads_answers(event: Event, person: Person, reason: str) -> str:
    """For the foot of a mail to the desk. A colleague answers the desk, and knows it."""
    if not event.ticket.is_our_word(person):
        return ""
    if PLACE in pattern() and answers_publicly(event, person, reason):
        return _("What you answer by mail goes to %(name)s.") % {"name": event.ticket.requester}
    return _("What you answer by mail stays inside the desk.")


def read(address: str) -> Found | None:
    """What the address says, if we signed it. Mail programs may have changed the case of its letters."""
    said = SIGNED.search(parseaddr(address)[1].rpartition("@")[0].lower())
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if said is None or not any(hmac.compare_digest(said["mac"], _mac(said["says"], key)) for key in keys):
        return None
    thing, person, *rest = said["says"].split(".")
    pk = int(thing[1:])
    ticket_id, notice_id = (pk, None) if thing[0] == "t" else (None, pk)
    return Found(ticket_id, notice_id, int(person[1:]), public=bool(rest))


def pattern() -> str:
    """Where the signed part goes: after a plus behind the sender's name, unless MAIL_REPLY_TO says otherwise."""
    return settings.MAIL_REPLY_TO or _behind_a_plus(settings.DEFAULT_FROM_EMAIL)


@cache
def _behind_a_plus(sender: str) -> str:
    """Taken apart once, not for each mail of 50,000."""
    name, _at, domain = parseaddr(sender)[1].rpartition("@")
    return f"{name}+{PLACE}@{domain}"


def _mac(says: str, secret_key: str) -> str:
    """80 bits, in letters and digits that survive any mail server."""
    return base64.b32encode(digest(_key(secret_key), says.encode())[:10]).decode().lower()


@cache
def _key(secret_key: str) -> bytes:
    return sha256(b"comms.reply_address" + secret_key.encode()).digest()
