"""The personal link in a mail: it opens one notice for one person without signing in, to read it and to confirm it.

It does no more than that. Whoever forwards the mail lends it away, as with the mail itself, so it ends a month after the
notice did, and at once for who left.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from comms.models import Notice
from itsm.people.models import Person

SALT = "comms.links"
HOLDS = timedelta(days=30)  # after the notice is over


def personal_link(notice: Notice, person: Person) -> str:
    return f"{settings.BASE_URL}/portal/notices/{notice.number}/?key={key(notice, person)}"


def key(notice: Notice, person: Person) -> str:
    """The same in every mail of the notice: it says who reads, not which message they came from."""
    return signing.Signer(salt=SALT, sep="~").sign(f"{notice.pk}.{person.pk}")


def reader(notice: Notice, given: str, *, now: datetime) -> Person | None:
    """Whose link to this notice it is; None if we did not write it, it is too old, or they are no longer here."""
    try:
        said = signing.Signer(salt=SALT, sep="~").unsign(given)
    except signing.BadSignature:
        return None
    about, _dot, pk = said.partition(".")
    if about != str(notice.pk) or (notice.over_at and notice.over_at + HOLDS < now):
        return None
    return Person.objects.active().filter(pk=pk).first()
