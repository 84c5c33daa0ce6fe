"""The personal link in a mail: it opens one notice for one person without signing in, to read, confirm, answer and ask.

It opens nothing else. Whoever forwards the mail lends it away, as with the mail itself, so it ends a month after the
notice did, and at once for who left.
"""

import re
from datetime import datetime, timedelta

from django.conf import settings

from comms.models import Notice
from comms.reader import Reader
from comms.signed import is_mac, mac
from itsm.people.models import Person

SALT = "comms.links"
NUMBER = re.compile(r"[1-9][0-9]{0,17}")
HOLDS = timedelta(days=30)  # after the notice is over


def personal_link(notice: Notice, person: Reader) -> str:
    return f"{settings.BASE_URL}/portal/notices/{notice.number}/?key={key(notice, person)}"


def key(notice: Notice, person: Reader) -> str:
    """The same in every mail of the notice: it says who reads, not which message they came from."""
    return f"{person.pk}.{mac(SALT, f'{notice.pk}.{person.pk}')}"


def reader(notice: Notice, given: str, *, now: datetime) -> Person | None:
    """Whose link to this notice it is; None if we did not write it, it is too old, or they are no longer here."""
    pk, _dot, signature = given.partition(".")
    if not NUMBER.fullmatch(pk) or not is_mac(signature, SALT, f"{notice.pk}.{pk}"):
        return None
    if notice.over_at and notice.over_at + HOLDS < now:
        return None
    return Person.objects.active().filter(pk=pk).first()
