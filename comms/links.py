"""The personal link in a mail: it opens one notice for one person without signing in, to read, confirm, answer and ask.

It opens nothing else. Whoever forwards the mail lends it away, as with the mail itself, so it ends a month after the
notice did, and at once for who left.
"""

import base64
import hmac
import re
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from comms.models import Notice
from itsm.people.models import Person

NUMBER = re.compile(r"[1-9][0-9]{0,17}")
HOLDS = timedelta(days=30)  # after the notice is over


def personal_link(notice: Notice, person: Person) -> str:
    return f"{settings.BASE_URL}/portal/notices/{notice.number}/?key={key(notice, person)}"


def key(notice: Notice, person: Person) -> str:
    """The same in every mail of the notice: it says who reads, not which message they came from."""
    return f"{person.pk}.{_mac(notice.pk, person.pk)}"


def reader(notice: Notice, given: str, *, now: datetime) -> Person | None:
    """Whose link to this notice it is; None if we did not write it, it is too old, or they are no longer here."""
    pk, _dot, mac = given.partition(".")
    if not NUMBER.fullmatch(pk) or not hmac.compare_digest(mac.encode(), _mac(notice.pk, int(pk)).encode()):
        return None
    if notice.over_at and notice.over_at + HOLDS < now:
        return None
    return Person.objects.active().filter(pk=pk).first()


def _mac(notice: int, person: int) -> str:
    """120 bits, in letters that an address may hold."""
    key = sha256(b"comms.links" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(hmac.digest(key, f"{notice}.{person}".encode(), "sha256")[:15]).decode()
