"""A notice's mails from rows to the mail server: so many lines side by side, one connection each.

A line claims two hundred rows at once, as a range of their numbers (`Claim`), and hands over one mail after the other. The
moment the server has said OK, the claim says how far it is, in a transaction of its own that waits for nothing
(`comms.marks`); the rows follow (queued → sent) when the batch is closed, by one that waits for the disk. So, if somebody is killed:

* the worker: what it had handed over is marked, what it had not goes out later. Nobody is told twice and nobody is left
  out, but for the one mail of that line for which the server's OK was on its way or whose mark had not yet left, a fraction
  of a millisecond: nobody can know whether it arrived, so after three minutes it goes again, under the same Message-ID, by
  which mail servers and readers drop the second copy.
* Valkey: nothing is lost but the wake-up, and `fanout.look_after` gives that again.
* the database server: marks of the last moment may be gone from its disk. The worker still knows what it handed over since
  the last batch was closed and marks it again once the database is back. Only if database and worker die together,
  as when one machine loses power, are those mails, two hundred at the most for each line, sent once more, under the same
  Message-IDs.
"""

import logging
import time
from collections.abc import Sequence
from email.utils import parseaddr
from smtplib import SMTPException
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from comms import claims, providing
from comms.claims import Batch, Row
from comms.marks import Marks
from comms.models import Delivery, Update
from comms.notices import reminding
from comms.notices.letters import Letters
from comms.outgoing import message
from comms.sending import MARK_WITHIN, NOBODY_TO_SEND, leaves, refused
from comms.wire import Wire, as_sent

logger = logging.getLogger(__name__)
State = Delivery.State

SPELL = 3.0  # seconds of one task; then it queues up again, so that mail to thousands does not hold up everything else
LONGEST_HOLD = 20.0  # seconds for a batch: a sign of life comes in time, no claim (180 s) runs out
TRUE_WITHIN = 1.0  # seconds, for what pages say of a slow server
IN_A_ROW = 10  # refused recipients: then it is the server that has trouble
NEW_ROWS = 0.1  # seconds to wait while rows are still being written
AWAY = (DatabaseError, InterfaceError)


def work(update_pk: int) -> bool:
    """One spell of one line. True if there is more for another."""
    update = Update.objects.select_related("notice__ticket__team", "by").get(pk=update_pk)
    end = time.monotonic() + SPELL
    Update.objects.filter(pk=update_pk).update(sending_at=timezone.now())
    reminding.drop_answered(update)
    with Line(update) as line:
        while time.monotonic() < end:
            batch = claims.take(update, now=timezone.now())
            if batch.rows and line.send(batch):
                continue
            if batch.rows or not still_written(update):
                Update.objects.filter(pk=update_pk).update(sending_at=None)
                return False
            time.sleep(NEW_ROWS)
    return True


def still_written(update: Update) -> bool:
    return Update.objects.filter(pk=update.pk, fanned_out_at=None, paused_at=None).exists()


class Line:
    """One connection to the mail server, and one to the database whose marks do not wait for the disk."""

    def __init__(self, update: Update) -> None:
        self.update, self.letters = update, Letters(update)
        self.server: Any = mail.get_connection()
        self.leaves = leaves()
        self.sender = parseaddr(sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8"))[1]
        self.wire: Wire | None = None
        self.fresh, self.refusals = True, 0
        self.batch = Batch(update, timezone.now(), [])
        self.taken: list[Row] = []  # by the server, and not yet written down in their own rows
        self.written = time.monotonic()
        self.marks = Marks()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        self.marks.close()

    def send(self, batch: Batch) -> bool:
        """Hand over what was taken in hand. False if the server is better left alone for a while."""
        self.batch, rows = batch, batch.rows
        until, going = time.monotonic() + LONGEST_HOLD, True
        for place, row in enumerate(rows):
            if not going or time.monotonic() > until:
                break
            going = self.send_one(row, then=rows[place + 1 : place + 2])
            if time.monotonic() > self.written + TRUE_WITHIN:
                self.write_down()
        self.close_batch()
        return going

    def send_one(self, row: Row, then: Sequence[Row] = ()) -> bool:
        """True if the server is worth another mail. `then` is the row after it, if there is one."""
        if row.is_gone or not self.leaves:
            self.settle(row, State.SKIPPED, "" if self.leaves else NOBODY_TO_SEND)
            return True
        try:
            self.hand_over(row, then)
        except ValueError as error:  # an address or a name that no mail can hold
            self.settle(row, State.FAILED, str(error))
            return True
        except (SMTPException, OSError) as error:
            return self.after(row, error)
        self.fresh, self.refusals = False, 0
        self.mark(row)
        return True

    def settle(self, row: Row, state: str, error: str) -> None:
        self.batch.held(row).settle(state, now=timezone.now(), error=error)

    def hand_over(self, row: Row, then: Sequence[Row] = ()) -> None:
        self.server.open()  # keeps the connection it has
        if isinstance(self.server, smtp.EmailBackend) and self.server.connection:
            to, letter = one_address(row), self.raw(row)
            following = next((one_address(each) for each in then if not each.is_gone), "")
            self.wire_for(to).hand_over(to, letter, then=following)
        else:
            providing.send(self.server, self.mail(row), self.batch.mail(row))

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

    def raw(self, row: Row) -> bytes:
        if row.reader is None or row.has_own_words:
            return as_sent(own_letter(row))
        return self.letters.pattern(row.audience, row.reader).raw(self.letters.values(row, row.reader))

    def mail(self, row: Row) -> EmailMultiAlternatives:
        if row.reader is None or row.has_own_words:
            return own_letter(row)
        return self.letters.pattern(row.audience, row.reader).mail(self.letters.values(row, row.reader))

    def after(self, row: Row, error: Exception) -> bool:
        """A refused recipient leaves the connection as it was. One that broke is opened anew if it had served before."""
        if refused(self.batch.held(row), error):
            self.refusals += 1
            return self.refusals < IN_A_ROW
        served, self.fresh = not self.fresh, True
        self.hang_up()
        return served

    def mark(self, row: Row) -> None:
        self.taken.append(row)
        try:
            self.marks.write(claim=self.batch.claim, handed_over=row.pk)
        except AWAY:
            self.write_down()

    def close_batch(self) -> None:
        self.write_down(closes=True)

    def write_down(self, *, closes: bool = False) -> None:
        """All that the server took is marked and on disk, and so is who has it; waits for a database that went away."""
        deadline = time.monotonic() + MARK_WITHIN
        while True:
            try:
                self.marks.arrive()
                return self.write(closes=closes)
            except AWAY:
                self.marks.close()
                if connection.in_atomic_block or time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
                connection.close()

    def write(self, *, closes: bool) -> None:
        self.batch.note_sent(self.taken, now=timezone.now(), closes=closes)
        self.taken, self.written = [], time.monotonic()


def own_letter(row: Row) -> EmailMultiAlternatives:
    """Not one that is alike for all: what was written for this recipient alone stands in the row."""
    return message(Delivery.objects.select_related("person", "event__ticket", "event__actor").get(pk=row.pk))


def one_address(row: Row) -> str:
    return row.address if row.address.isascii() else sanitize_address(row.address, "utf-8")
