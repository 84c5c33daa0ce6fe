"""The mails of a message that one line has in hand: taken two hundred at once, and as little of each as its letter needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db import connection, transaction
from django.db.models import F, QuerySet

from comms.models import Claim, Delivery, Update
from itsm.people.models import Person

AT_ONCE = 200
State = Delivery.State

# None of a message that is paused, and none that another line has.
TAKE = """
    WITH due AS (
        SELECT delivery.id FROM comms_delivery delivery
        JOIN comms_update message ON message.id = delivery.update_id AND message.paused_at IS NULL
        WHERE delivery.update_id = %(update)s AND delivery.state = 'queued'
            AND (delivery.next_try_at IS NULL OR delivery.next_try_at <= %(now)s)
        ORDER BY delivery.id LIMIT %(many)s
        FOR UPDATE OF delivery SKIP LOCKED
    ), taken AS (
        UPDATE comms_delivery delivery SET state = 'sending', claimed_at = %(now)s, attempts = attempts + 1
        FROM due WHERE delivery.id = due.id
        RETURNING delivery.id, person_id, address, message_id, about, attempts, text
    )
    SELECT taken.id, taken.address, taken.message_id, taken.about, taken.attempts, taken.text <> '',
        coalesce((SELECT audience FROM comms_addressee WHERE notice_id = %(notice)s AND person_id = taken.person_id), 'colleagues'),
        person.id, person.name, person.preferred_name, person.language, person.time_zone, person.is_active
    FROM taken LEFT JOIN people_person person ON person.id = taken.person_id
    ORDER BY taken.id"""
SENT = """
    UPDATE comms_delivery SET state = 'sent', sent_at = %(now)s, error = ''
    WHERE id = ANY(%(mails)s) AND state = 'sending' AND claimed_at = %(at)s"""
REACHED = """
    UPDATE comms_addressee SET delivered_at = %(now)s
    WHERE notice_id = %(notice)s AND person_id = ANY(%(people)s) AND delivered_at IS NULL"""
ABOUT_THE_MAIL = 7  # of these columns; the others are the reader's


class Colleague(NamedTuple):
    """A `Reader`, and whether they are still here."""

    pk: int
    name: str
    preferred_name: str
    language: str
    time_zone: str
    is_active: bool

    @property
    def greeting_name(self) -> str:
        return Person.greeting_name.fget(cast(Person, self))  # type: ignore[attr-defined]  # the rule is theirs


class Row(NamedTuple):
    pk: int
    address: str
    message_id: str
    about: str
    attempts: int
    has_own_words: bool
    audience: str
    reader: Colleague | None  # None: an address that follows the status page

    @property
    def is_gone(self) -> bool:
        """They left since the row was written."""
        return self.reader is not None and not self.reader.is_active

    @property
    def is_alike(self) -> bool:
        """To be filled in from the words that all read; otherwise a letter of its own."""
        return self.reader is not None and not self.has_own_words


@dataclass(frozen=True)
class Batch:
    """What one line has in hand. Without rows there was nothing to take."""

    update: Update
    at: datetime
    rows: Sequence[Row]
    claim: int = 0

    def mails(self, rows: Sequence[Row]) -> "QuerySet[Delivery]":
        """Of these, those of which nobody has written down yet what became of them."""
        found: QuerySet[Delivery] = Delivery.objects.filter(
            pk__in=[row.pk for row in rows], state=State.SENDING, claimed_at=self.at
        )
        return found

    def mail(self, row: Row) -> Delivery:
        """The row itself, as far as it takes to settle it."""
        return Delivery(pk=row.pk, address=row.address, attempts=row.attempts, claimed_at=self.at)

    def note_sent(self, rows: Sequence[Row], *, now: datetime) -> None:
        """The mail server has them, and so, as far as anybody knows, has whoever reads them."""
        mails, people = [row.pk for row in rows], [row.reader.pk for row in rows if row.reader]
        with connection.cursor() as cursor:
            cursor.execute(SENT, {"mails": mails, "at": self.at, "now": now})
            cursor.execute(REACHED, {"notice": self.update.notice_id, "people": people, "now": now})

    def release(self, rows: Sequence[Row]) -> None:
        """Untouched, so no try was spent on them."""
        self.mails(rows).update(state=State.QUEUED, claimed_at=None, attempts=F("attempts") - 1)


def take(update: Update, *, now: datetime) -> Batch:
    about: dict[str, Any] = {"update": update.pk, "notice": update.notice_id, "now": now, "many": AT_ONCE}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, about)
        rows = [row_of(found) for found in cursor.fetchall()]
        claim = Claim.objects.create(update=update, at=now).pk if rows else 0
    return Batch(update, now, rows, claim)


def row_of(found: tuple[Any, ...]) -> Row:
    mail, reader = found[:ABOUT_THE_MAIL], found[ABOUT_THE_MAIL:]
    return Row._make((*mail, Colleague._make(reader) if reader[0] else None))
