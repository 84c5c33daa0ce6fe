"""An event as a mail to one person: in their language and time zone, on the ticket's thread, with the reason why."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from comms import of_boards, wording
from comms.approvals import letters as approving
from comms.approvals import whom as approvals
from comms.known_errors import letters as trying
from comms.mail_words import writing
from comms.mail_words.writing import Changed, Foot, words_of, write
from comms.models import Delivery, Group, Held
from comms.reader import Reader
from comms.recipients import Told
from comms.reply_address import who_reads_answers
from comms.rules import Rule
from itsm.frame import words
from itsm.people.models import Person
from itsm.tickets.models import Event, Holder, Ticket

FOR_COLLEAGUES = frozenset({Group.RECEIPT, Group.ANSWER})


@contextmanager
def reading_as(person: Reader) -> Iterator[None]:
    """Words and times are the reader's."""
    with translation.override(person.language), timezone.override(zoneinfo.ZoneInfo(person.time_zone)):
        yield


def compose(event: Event, told: Told, rule: Rule, *, now: Any, changed: Changed | None = None) -> Delivery:
    """The finished mail as a row: whenever it is sent, and however often that is tried, it is this mail.

    `changed`: what administrators made of our words, for whoever writes many mails and asks once.
    """
    with reading_as(told.person):
        row = Delivery(
            cause=f"event:{event.pk}",
            event=event,
            group=rule.group,
            person=told.person,
            reason=told.reason,
            about=told.about,
            address=told.person.email,
            message_id=f"<event.{event.pk}.{told.person.pk}@{domain()}>",
            thread_id=f"<ticket.{event.ticket_id}@{domain()}>",
            created_at=now,
        )
        trial = trying.trial_of(event, told.person)
        said = words_of(
            trying.KIND if trial else rule.group, writing.changed() if changed is None else changed
        )
        known = values(event, told.person, theirs=rule.group in FOR_COLLEAGUES)
        answers = who_reads_answers(event, told.person, told.reason)
        lines = trying.lines(trial, now=now) if trial else ()
        lines = approving.lines(event) if event.verb in approvals.VERBS else lines
        letter = write(
            said,
            known,
            Foot.of(told.person, rule.group, row.why, answers=answers, about=event.ticket),
            lines=lines,
        )
        row.subject, row.text, row.html = letter.subject, letter.text, letter.html
    return row


def line_of(event: Event, told: Told, rule: Rule, *, now: Any, due_at: Any) -> Held:
    """The same as a line of a digest that comes later."""
    with reading_as(told.person):
        return Held(
            cause=f"event:{event.pk}",
            event=event,
            group=rule.group,
            person=told.person,
            reason=told.reason,
            about=told.about,
            line=wording.subject(event),
            url=values(event, told.person, theirs=rule.group in FOR_COLLEAGUES)["url"],
            at=now,
            due_at=due_at,
        )


def values(event: Event, person: Person, *, theirs: bool) -> dict[str, str]:
    """What the variables of a letter about a ticket stand for. `theirs`: the reader is the colleague who waits, not the desk."""
    ticket, details = event.ticket, event.details
    return {
        "name": person.greeting_name,
        "number": ticket.number,
        "title": " ".join(ticket.title.split()),
        "what": wording.what(event),
        "words": event.comment if event.verb != "incident.open" else "",
        "who_has_it": who_has_it(ticket, theirs=theirs),
        "hear_next": hear_next(ticket),
        "url": settings.BASE_URL + ticket.get_absolute_url(),
        "closes_at": stamp(wording.moment(details.get("closes_at"))),
        "colleague_knows": details.get("colleague_knows", ""),
        "promised": details.get("promised", ""),
        **of_boards.address_of(event),
        **(approving.values(event, person) if event.verb in approvals.VERBS else {}),
    }


def who_has_it(ticket: Ticket, *, theirs: bool) -> str:
    """The second of the three facts: whose move it is."""
    match ticket.holder:
        case _ if not ticket.open:
            return ""
        case Holder.COLLEAGUE:
            return (
                _("You: we wait for your answer") if theirs else _("The colleague: we wait for their answer")
            )
        case Holder.APPROVER:
            return _("Somebody has to agree first, and %(team)s sees to it") % {"team": ticket.team}
        case Holder.SUPPLIER:
            return _("A supplier, and %(team)s sees to it") % {"team": ticket.team}
        case Holder.SYSTEM:
            return _("It runs by itself, and %(team)s sees to it") % {"team": ticket.team}
        case Holder.SCHEDULED:
            return _("Planned; %(team)s takes it up again") % {"team": ticket.team}
        case _ if ticket.assignee:
            return _("%(person)s, %(team)s") % {"person": ticket.assignee, "team": ticket.team}
    return str(ticket.team)


def hear_next(ticket: Ticket) -> str:
    """The third: by when the colleague hears from us again. A promise already broken is not repeated as one."""
    promised = ticket.promised_at
    return stamp(promised) if ticket.open and promised and promised > timezone.now() else ""


def stamp(moment: Any) -> str:
    """“Thu 12 Mar 2026, 14:20 (Europe/Lisbon)”: a mail is read later and elsewhere, so it says all of it."""
    return f"{words.current().exact(moment)} ({timezone.get_current_timezone_name()})" if moment else ""


def domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
