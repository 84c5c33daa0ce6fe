"""What one stored mail is: a word on a ticket, a new ticket, a delivery report, automatic, or a case for the desk.

Everything it leads to is one transaction with the row itself, so a mail is dealt with once, however often it is tried and
wherever a worker dies. What goes wrong is tried again some times and then waits in quarantine with its reason.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comms.mail_in import acting, bounces, loops
from comms.mail_in.door import LEFT_BEHIND
from comms.mail_in.letter import Letter
from comms.mail_in.reading import read
from comms.mail_in.thread import Thread, signed, thread_of, tickets
from comms.models import Incoming
from comms.models.incoming import LONGEST_ID, TRIES
from itsm.people.models import Person
from itsm.tickets.errors import Refused

logger = logging.getLogger(__name__)
State = Incoming.State


class Unclear(Exception):
    """Only a person can decide what to do with this mail. `str(error)` says why."""


def attempt(pk: int, *, now: datetime) -> None:
    """One try by one worker. A mail that kills its workers, or fails each time, goes to quarantine."""
    incoming = Incoming.objects.filter(pk=pk).first()
    if incoming is None or not incoming.claim(now=now):
        return
    if incoming.attempts > TRIES:
        said = incoming.reason or _("The worker that read it died.")
        incoming.settle(State.QUARANTINED, reason=_("It could not be read: %(why)s") % {"why": said})
        return
    try:
        understand(incoming, now=now)
    except Exception as error:  # whatever it is, the mail stays, and is tried again
        logger.exception("Mail %s could not be understood", pk)
        said = f"{type(error).__name__}: {error}"[:250]
        Incoming.objects.filter(pk=pk, state=State.STORED).update(reason=said)


def understand(incoming: Incoming, *, now: datetime) -> None:
    """Read it and act on it. Twice is once: only a row that still waits is dealt with."""
    with transaction.atomic():
        held = Incoming.objects.select_for_update().filter(pk=incoming.pk, state=State.STORED).only("pk")
        if not held.exists():
            return
        letter = read(bytes(incoming.raw))
        note(incoming, letter)
        try:
            with transaction.atomic():
                decide(incoming, letter, now=now)
        except (Unclear, Refused, ValidationError) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            incoming.settle(State.QUARANTINED, reason=said)


def note(incoming: Incoming, letter: Letter) -> None:
    """Its ticket, for now, is the one it was addressed to: should it end in quarantine, only who sees that sees this."""
    incoming.message_id = letter.message_id[:LONGEST_ID]
    incoming.sender = letter.from_address.lower()[:320]
    incoming.subject = letter.subject[:998]
    incoming.text, incoming.html = letter.text, letter.html
    incoming.ticket = next(
        (ticket for found in signed(letter, incoming) for ticket in tickets([found.ticket_id])), None
    )


def decide(incoming: Incoming, letter: Letter, *, now: datetime) -> None:
    """`handled_by`: somebody of the desk looked at it and said that it goes on."""
    if letter.report:
        return bounces.take_note(incoming, letter.report, now=now)
    vouched = incoming.handled_by_id is not None
    if not vouched and (why := by_no_person(incoming, letter)):
        return incoming.settle(State.AUTOMATIC, reason=why)
    if not vouched and (why := unreadable(incoming, letter)):
        raise Unclear(why)
    if first := copy_of(incoming):
        about = {"ticket": first.ticket, "event": first.event}
        return incoming.settle(State.DONE, reason=_("A second copy of a mail that is there."), **about)
    person = sender_of(incoming, letter)
    if person is None:
        return refuse_stranger(incoming, letter)
    incoming.person = person
    if not vouched and loops.too_many(person, incoming, now=now):
        raise Unclear(_("%(name)s wrote more mails within the hour than a person does.") % {"name": person})
    return act(acting.About(incoming, letter, person, now), thread_of(letter, incoming, person))


def by_no_person(incoming: Incoming, letter: Letter) -> str:
    """The envelope is known only to who delivers to us; the null sender is that of programs (RFC 5321, 4.5.5)."""
    null_sender = incoming.entrance == Incoming.Entrance.SMTP and not incoming.envelope_from
    return (
        loops.went_round(letter)
        or (letter.automatic if not loops.by_our_list(letter) else "")
        or (_("Its envelope names no sender.") if null_sender else "")
    )


def unreadable(incoming: Incoming, letter: Letter) -> str:
    if bytes(incoming.raw).startswith(LEFT_BEHIND):
        return _("It is too large and still in the mailbox. Here is only its head.")
    return _("It could not be taken apart: %(why)s") % {"why": letter.broken} if letter.broken else ""


def act(mail: acting.About, thread: Thread) -> None:
    """The sender is known, and so is what their mail belongs to."""
    if thread.notice is not None:
        return acting.ask(mail, thread.notice)
    if thread.ticket is not None:
        event = acting.answer(mail, thread.ticket, public=thread.public)
    else:
        event = acting.begin(mail)
    return mail.incoming.settle(State.DONE, reason=thread.why, ticket=event.ticket, event=event)


def copy_of(incoming: Incoming) -> Incoming | None:
    """The same words by the same sender under the same Message-ID came by another way, such as a second mailbox."""
    if not incoming.message_id:
        return None
    same = Incoming.objects.filter(message_id=incoming.message_id, sender=incoming.sender, state=State.DONE)
    return same.filter(text=incoming.text).exclude(pk=incoming.pk).light().first()


def sender_of(incoming: Incoming, letter: Letter) -> Person | None:
    """Who the desk said it is, or whose address it bears."""
    if incoming.handled_by_id and incoming.person_id:
        return incoming.person
    if not letter.from_address:
        raise Unclear(_("It does not say who wrote it."))
    return Person.objects.active().with_email(letter.from_address).first()


def refuse_stranger(incoming: Incoming, letter: Letter) -> None:
    """Never answered: who writes to us under a false name would make us write to somebody else."""
    why = _("Nobody here has the address %(address)s.") % {"address": letter.from_address}
    set_aside = settings.MAIL_UNKNOWN == "set_aside"
    incoming.settle(State.DROPPED if set_aside else State.QUARANTINED, reason=why)
