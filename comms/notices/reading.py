"""What readers do with a notice, each act kept as evidence: they see it, confirm it, answer its question, say "me too"."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from comms.models import Addressee, Notice, Notification
from comms.notices import inbox
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket


def addressee_of(notice: Notice, person: Person) -> Addressee | None:
    """Their row, if it was for them. The desk looks at every notice, and its looking counts only where it was addressed."""
    return Addressee.objects.filter(notice=notice, person=person).first()


def see(notice: Notice, person: Person, *, now: datetime) -> Addressee | None:
    """They have it before them, signed in, or by their own link for a second at least."""
    row = addressee_of(notice, person)
    if row is not None and row.seen_at is None:
        row.note("seen", now=now)
        inbox.hint_at_desk(notice, verb="see")
    Notification.objects.filter(notice=notice, person=person).mark_read(now=now)
    return row


def acknowledge(notice: Notice, person: Person, *, now: datetime) -> Addressee:
    """They pressed the button."""
    row = must_be_for(notice, person)
    row.note("acknowledged", now=now)
    inbox.hint_at_desk(notice, verb="acknowledge")
    return row


def answer(notice: Notice, person: Person, choice: int, *, now: datetime) -> Addressee:
    """Their answer to the question under it. The first one counts; saying it again changes nothing."""
    if not notice.question:
        raise Refused(_("%(number)s asks no question.") % {"number": notice.number})
    if not 0 <= choice < len(notice.answers):
        raise ValidationError({"choice": _("Choose one of the answers.")})
    row = must_be_for(notice, person)
    row.note("seen", now=now)
    given = {"answer": choice, "answered_at": now, "understood": choice == notice.right}
    first = Addressee.objects.filter(pk=row.pk, answer=None).update(**given)
    row.refresh_from_db()
    inbox.hint_at_desk(notice, verb="answer")
    if not first and row.answer != choice:
        raise Refused(_("You have answered already; the first answer counts."))
    return row


def clear(notice: Notice, person: Person, *, yes: bool, now: datetime) -> Addressee:
    """Their word on our words: was this clear? They may change it; the latest counts."""
    row = must_be_for(notice, person)
    row.note("seen", now=now)
    Addressee.objects.filter(pk=row.pk).update(clear=yes)
    row.clear = yes
    return row


def put_away(notice: Notice, person: Person, message: int) -> Addressee:
    """The line on top of every page is read, up to this message; it does not come back for an older one.

    What has not been said yet cannot be put away.
    """
    row = must_be_for(notice, person)
    newest = notice.updates.aggregate(newest=Max("pk"))["newest"] or 0
    upto = min(message, newest)
    Addressee.objects.filter(pk=row.pk, put_away__lt=upto).update(put_away=upto)
    return row


def me_too(notice: Notice, person: Person, *, now: datetime) -> Addressee | None:
    """It hits them, too: no second ticket. They join the linked one, if there is one, and hear what its requester hears."""
    row = addressee_of(notice, person)
    if row is not None:
        row.note("affected", now=now)
        inbox.hint_at_desk(notice, verb="me_too")
    ticket = notice.ticket
    if ticket is not None and ticket.requester_id != person.pk and may_join(ticket, person):
        ticket.specific.me_too(by=person, now=now)
    return row


def may_join(ticket: Ticket, person: Person) -> bool:
    return ticket.open and (not ticket.restricted or ticket.is_visible_to(person))


def must_be_for(notice: Notice, person: Person) -> Addressee:
    row = addressee_of(notice, person)
    if row is None:
        raise Refused(_("%(number)s was not addressed to you.") % {"number": notice.number})
    return row
