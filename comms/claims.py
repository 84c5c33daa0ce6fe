"""The mails of a message that one line has in hand: taken two hundred at once, and as little of each as its letter needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db import connection, transaction

from comms.models import Delivery, Update
from itsm.people.models import Person

AT_ONCE = 200
State = Delivery.State

# One line after the other takes, so that no two take the same.
IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('comms_claim', %(update)s))"
# None of a message that is paused, and none that another line has.
TAKE = """
    SELECT delivery.id, delivery.address, delivery.message_id, delivery.about, delivery.attempts + 1, delivery.text <> '',
        coalesce((SELECT audience FROM comms_addressee WHERE notice_id = %(notice)s AND person_id = delivery.person_id), 'colleagues'),
        person.id, person.name, person.preferred_name, person.language, person.time_zone, person.is_active
    FROM comms_delivery delivery
    JOIN comms_update message ON message.id = delivery.update_id AND message.paused_at IS NULL
    LEFT JOIN people_person person ON person.id = delivery.person_id
    WHERE delivery.update_id = %(update)s AND delivery.state = 'queued'
        AND (delivery.next_try_at IS NULL OR delivery.next_try_at <= %(now)s)
        AND NOT EXISTS (
            SELECT FROM comms_claim claim
            WHERE claim.update_id = %(update)s AND delivery.id BETWEEN claim.first AND claim.last)
    ORDER BY delivery.id LIMIT %(many)s"""
CLAIM = """
    INSERT INTO comms_claim (update_id, at, first, last) VALUES (%s, %s, %s, %s) RETURNING id"""
CLOSE = "DELETE FROM comms_claim WHERE id = %s"
SENT = """
    UPDATE comms_delivery SET state = 'sent', sent_at = %(now)s, attempts = attempts + 1, error = ''
    WHERE id = ANY(%(mails)s) AND state = 'queued'"""
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

    def mail(self, row: Row) -> Delivery:
        """The row itself, as far as it takes to say something of it."""
        return Delivery(pk=row.pk, address=row.address, attempts=row.attempts, claimed_at=self.at)

    def held(self, row: Row) -> Delivery:
        """The row itself in our hand, to settle it or to put it back."""
        mine = Delivery.objects.filter(pk=row.pk, state=State.QUEUED)
        mine.update(state=State.SENDING, claimed_at=self.at, attempts=row.attempts)
        return self.mail(row)

    def note_sent(self, rows: Sequence[Row], *, now: datetime, closes: bool) -> None:
        """The mail server has them, and so, as far as anybody knows, has whoever reads them. `closes`: that was all."""
        mails, people = [row.pk for row in rows], [row.reader.pk for row in rows if row.reader]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SENT, {"mails": mails, "now": now})
            cursor.execute(REACHED, {"notice": self.update.notice_id, "people": people, "now": now})
            if closes:
                cursor.execute(CLOSE, [self.claim])


def take(update: Update, *, now: datetime) -> Batch:
    """What is taken stays taken if the database server falls over the next moment: its disk has the claim."""
    about: dict[str, Any] = {"update": update.pk, "notice": update.notice_id, "now": now, "many": AT_ONCE}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(IN_TURN, about)
        cursor.execute(TAKE, about)
        rows = [row_of(found) for found in cursor.fetchall()]
        if not rows:
            return Batch(update, now, rows)
        cursor.execute(CLAIM, [update.pk, now, rows[0].pk, rows[-1].pk])
        (claim,) = cursor.fetchone()
    return Batch(update, now, rows, claim)


def row_of(found: tuple[Any, ...]) -> Row:
    mail, reader = found[:ABOUT_THE_MAIL], found[ABOUT_THE_MAIL:]
    return Row._make((*mail, Colleague._make(reader) if reader[0] else None))
