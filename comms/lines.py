"""A notice's mails from rows to the mail server: so many lines side by side, one connection each.

A line takes two hundred rows at once (queued → sending, one commit) and hands over one mail after the other. Each is marked
(sending → sent) the moment the server has said OK, in a transaction of its own that does not wait for the disk; the
batch is closed by one that does. So, if somebody is killed:

* the worker: what it had handed over is marked, what it had not goes out later. Nobody is told twice and nobody is left
  out, but for the one mail of that line for which the server's OK was on its way or not yet marked, a fraction of a
  millisecond: nobody can know whether it arrived, so after three minutes it goes again, under the same Message-ID, by which
  mail servers and readers drop the second copy.
* Valkey: nothing is lost but the wake-up, and `fanout.look_after` gives that again.
* the database server: marks of the last moment may be gone from its disk. The worker still knows what it handed over since
  the last batch was closed and marks it again once the database is back. Only if database and worker die together,
  as when one machine loses power, are those mails, two hundred at the most for each line, sent once more, under the same
  Message-IDs.
"""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPException
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from comms import providing
from comms.models import Addressee, Audience, Delivery, Update
from comms.notices import reminding
from comms.notices.letters import Letters
from comms.outgoing import message
from comms.pattern import Pattern
from comms.sending import MARK_WITHIN, NOBODY_TO_SEND, leaves, refused
from comms.wire import Wire, as_sent
from itsm.people.models import Person

logger = logging.getLogger(__name__)
State = Delivery.State

BATCH = 200
SPELL = 3.0  # seconds of one task; then it queues up again, so that mail to thousands does not hold up everything else
LONGEST_HOLD = 20.0  # seconds for a batch: a sign of life comes in time, no claim (180 s) runs out
IN_A_ROW = 10  # refused recipients: then it is the server that has trouble
NEW_ROWS = 0.1  # seconds to wait while rows are still being written
AWAY = (DatabaseError, InterfaceError)

NEEDED = (
    *("address", "message_id", "reason", "about", "text", "attempts", "update", "event"),
    *(f"person__{name}" for name in ("name", "preferred_name", "language", "time_zone", "is_active")),
)
PREPARE = """
    PREPARE baton_mark (bigint, timestamptz) AS
    UPDATE comms_delivery SET state = 'sent', sent_at = now(), error = ''
    WHERE id = $1 AND state = 'sending' AND claimed_at = $2"""


def work(update_pk: int) -> bool:
    """One spell of one line. True if there is more for another."""
    update = Update.objects.select_related("notice__ticket__team", "by").get(pk=update_pk)
    end = time.monotonic() + SPELL
    Update.objects.filter(pk=update_pk).update(sending_at=timezone.now())
    reminding.drop_answered(update)
    with Line(update) as line:
        while time.monotonic() < end:
            rows = claim(update, now=timezone.now())
            if rows and line.send(rows):
                continue
            if rows or not still_written(update):
                Update.objects.filter(pk=update_pk).update(sending_at=None)
                return False
            time.sleep(NEW_ROWS)
    return True


def still_written(update: Update) -> bool:
    return Update.objects.filter(pk=update.pk, fanned_out_at=None, paused_at=None).exists()


def claim(update: Update, *, now: datetime) -> list[Delivery]:
    """Rows that are this line's from now on. None of a message that is paused."""
    readers = Addressee.objects.filter(notice=update.notice_id, person=OuterRef("person"))
    with transaction.atomic():
        due = Delivery.objects.due(now=now).filter(update=update.pk, update__paused_at=None).order_by("pk")
        due = due.select_for_update(skip_locked=True, of=("self",)).select_related("person").only(*NEEDED)
        rows: list[Any] = list(due.annotate(audience=Subquery(readers.values("audience")[:1]))[:BATCH])
        if rows:
            mine = Delivery.objects.filter(pk__in=[row.pk for row in rows])
            mine.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    for row in rows:
        row.claimed_at, row.attempts = now, row.attempts + 1
    return rows


class Line:
    """One connection to the mail server, and one to the database whose marks do not wait for the disk."""

    def __init__(self, update: Update) -> None:
        self.update, self.letters = update, Letters(update)
        self.server: Any = mail.get_connection()
        self.leaves = leaves()
        self.sender = parseaddr(sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8"))[1]
        self.taken: list[Delivery] = []  # by the server, since the last batch was closed
        self.wire: Wire | None = None
        self.fresh, self.refusals = True, 0

    def __enter__(self) -> Self:
        self.ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        with suppress(*AWAY), connection.cursor() as cursor:
            cursor.execute("DEALLOCATE baton_mark")
            cursor.execute("RESET synchronous_commit")

    def ready(self) -> None:
        self.cursor = connection.cursor()
        self.cursor.execute("SET synchronous_commit = off")
        self.cursor.execute(PREPARE)

    def send(self, rows: list[Delivery]) -> bool:
        """Hand over what was claimed. False if the server is better left alone for a while."""
        until, going = time.monotonic() + LONGEST_HOLD, True
        for place, row in enumerate(rows):
            if not going or time.monotonic() > until:
                release(rows[place:])
                break
            going = self.send_one(row, then=rows[place + 1 : place + 2])
        self.close_batch()
        return going

    def send_one(self, row: Delivery, then: Sequence[Delivery] = ()) -> bool:
        """True if the server is worth another mail. `then` is the row after it, if there is one."""
        if is_gone(row) or not self.leaves:
            row.settle(State.SKIPPED, now=timezone.now(), error="" if self.leaves else NOBODY_TO_SEND)
            return True
        try:
            self.hand_over(row, then)
        except ValueError as error:  # an address or a name that no mail can hold
            row.settle(State.FAILED, now=timezone.now(), error=str(error))
            return True
        except (SMTPException, OSError) as error:
            return self.after(row, error)
        self.fresh, self.refusals = False, 0
        self.mark(row)
        return True

    def hand_over(self, row: Delivery, then: Sequence[Delivery] = ()) -> None:
        self.server.open()  # keeps the connection it has
        if isinstance(self.server, smtp.EmailBackend) and self.server.connection:
            to, letter = one_address(row), self.raw(row)
            following = next((one_address(each) for each in then if not is_gone(each)), "")
            self.wire_for(to).hand_over(to, letter, then=following)
        else:
            providing.send(self.server, self.mail(row), row)

    def wire_for(self, address: str) -> Wire:
        """Opened anew if the server waits for the letter of somebody whose turn did not come."""
        if self.wire and self.wire.ahead not in ("", address):
            self.hang_up()
            self.server.open()
        if self.wire is None or self.wire.server is not self.server.connection:
            self.wire = Wire(self.server.connection, self.sender)
        return self.wire

    def hang_up(self) -> None:
        """Without a goodbye where a letter is awaited: it would be taken for that."""
        if self.wire and self.wire.ahead:
            self.wire.server.close()
        self.wire = None
        self.server.close()

    def raw(self, row: Delivery) -> bytes:
        if row.text or row.person is None:  # a letter of its own
            return as_sent(message(row))
        return self.pattern(row, row.person).raw(self.letters.values(row, row.person))

    def mail(self, row: Delivery) -> EmailMultiAlternatives:
        if row.text or row.person is None:
            return message(row)
        return self.pattern(row, row.person).mail(self.letters.values(row, row.person))

    def pattern(self, row: Any, person: Person) -> Pattern:
        return self.letters.pattern(row.audience or Audience.COLLEAGUES, person)

    def after(self, row: Delivery, error: Exception) -> bool:
        """A refused recipient leaves the connection as it was. One that broke is opened anew if it had served before."""
        if refused(row, error):
            self.refusals += 1
            return self.refusals < IN_A_ROW
        served, self.fresh = not self.fresh, True
        self.hang_up()
        return served

    def mark(self, row: Delivery) -> None:
        self.taken.append(row)
        try:
            self.cursor.execute(
                f"EXECUTE baton_mark ({row.pk}, '{row.claimed_at}')"
            )  # a number and a moment of our own
        except AWAY:
            self.close_batch()

    def close_batch(self) -> None:
        """All that the server took is marked and on disk, and so is who has it; waits for a database that went away."""
        deadline = time.monotonic() + MARK_WITHIN
        while True:
            try:
                return self.settle()
            except AWAY:
                if connection.in_atomic_block or time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
                connection.close()
                with suppress(*AWAY):
                    self.ready()

    def settle(self) -> None:
        now, rows = timezone.now(), [row.pk for row in self.taken]
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = on")
            mine = Delivery.objects.filter(pk__in=rows, state=State.SENDING, claimed_at__in=self.claims())
            mine.update(state=State.SENT, sent_at=now, error="")  # those whose mark was lost
            people = [row.person_id for row in self.taken if row.person_id]
            readers = Addressee.objects.filter(notice=self.update.notice_id, person__in=people)
            readers.filter(delivered_at=None).update(delivered_at=now)
        self.taken = []

    def claims(self) -> set[datetime | None]:
        return {row.claimed_at for row in self.taken}


def is_gone(row: Delivery) -> bool:
    """They left since the row was written."""
    return row.person is not None and not row.person.is_active


def one_address(row: Delivery) -> str:
    return row.address if row.address.isascii() else sanitize_address(row.address, "utf-8")


def release(rows: list[Delivery]) -> None:
    """Untouched, so no try was spent on them."""
    mine = Delivery.objects.filter(
        pk__in=[row.pk for row in rows], state=State.SENDING, claimed_at=rows[0].claimed_at
    )
    mine.update(state=State.QUEUED, claimed_at=None, attempts=F("attempts") - 1)
