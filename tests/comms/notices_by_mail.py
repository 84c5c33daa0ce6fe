"""A notice with its readers, for tests of what leaves by mail."""

from datetime import datetime

from django.utils import timezone

from comms.models import Addressee, Notice, Text, Update
from itsm.people.models import Person
from tests.factories import PersonFactory

WORDS = {
    "subject": "Mail is down",
    "what": "You cannot send or read mail.",
    "who": "Everyone in Porto.",
    "do": "Call if it is urgent.",
    "we": "We restart the server.",
    "next": "A word at noon.",
}


def message(*people: Person, urgent: bool = False, at: datetime | None = None, **fields) -> Update:
    """One message of an outage that is addressed to these."""
    now = at or timezone.now()
    about = {"kind": "outage", "title": "Mail is down", "phase": "investigating", "opened_at": now}
    notice = Notice.objects.create(
        opened_by=PersonFactory(name="Ivo Lund"), published_at=now, **about | fields
    )
    address(notice, *people, now=now)
    return say(notice, urgent=urgent, now=now)


def address(notice: Notice, *people: Person, now: datetime, **fields) -> None:
    about = {"notice": notice, "why": "used", "about": "Mail", "addressed_at": now, **fields}
    Addressee.objects.bulk_create([Addressee(person=person, **about) for person in people])


def say(notice: Notice, *, urgent: bool = False, now: datetime, verb: str = "publish", **words) -> Update:
    update = Update.objects.create(
        notice=notice, verb=verb, phase=notice.phase, by=notice.opened_by, at=now, urgent=urgent,
        next_update_at=notice.next_update_at, starts_at=notice.starts_at, ends_at=notice.ends_at,
    )  # fmt: skip
    Text.objects.create(update=update, audience="colleagues", **WORDS | words)
    return update
