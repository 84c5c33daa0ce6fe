"""Everything that reached one person, newest first, by mail and in the inbox; with what is recorded of their reading of notices.

Two tables in one list: each is read by its own index, and a page remembers how far it came in both. A notice stands where
its first word came.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from comms.budget.digests import closed
from comms.models import Addressee, Delivery, Feedback, Held, Notice, Notification
from itsm.frame.paging import BrokenCursor
from itsm.people.models import Person
from itsm.tickets.models import Ticket

SIZE = 50
MOST_WAITING = 50
CURSOR = re.compile(r"m([0-9]{1,18})\.i([0-9]{1,18})")
BEGINNING = 10**18 - 1


@dataclass
class Message:
    """One thing they were told. `record` is about notices: which step, and when."""

    row: Delivery | Notification
    channel: str
    what: str
    state: str
    at: datetime
    url: str = ""
    record: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.channel}-{self.row.pk}"

    @property
    def why(self) -> str:
        return self.row.why

    @property
    def notice(self) -> Notice | None:
        if isinstance(self.row, Notification):
            return self.row.notice
        return self.row.update.notice if self.row.update else None

    @property
    def ticket(self) -> Ticket | None:
        if isinstance(self.row, Notification):
            return self.row.ticket
        return self.row.event.ticket if self.row.event else None


@dataclass(frozen=True)
class Page:
    rows: list[Message]
    next: str
    previous: str = ""  # one way: what is newer has moved on meanwhile


def page_of(
    person: Person, cursor: str = "", *, now: datetime, size: int = SIZE, strict: bool = False
) -> Page:
    """For people a broken cursor is the first page; a program is told (`strict`)."""
    found = CURSOR.fullmatch(cursor)
    if cursor and not found and strict:
        raise BrokenCursor
    mail, inbox = (int(each) for each in found.groups()) if found else (BEGINNING, BEGINNING)
    streams = (_mails(person, mail, size + 1), _inbox(person, inbox, size + 1))
    rows = list(islice(merge(*streams, key=attrgetter("at"), reverse=True), size + 1))
    more, rows = len(rows) > size, rows[:size]
    for each in rows:
        if isinstance(each.row, Notification):
            inbox = each.row.pk
        else:
            mail = each.row.pk
    _say_what_they_may_know(rows, person)
    _say_what_is_recorded(rows, person)
    return Page(rows, f"m{mail}.i{inbox}" if more else "")


def waiting(person: Person) -> list[Held]:
    """What the next digest holds so far; what was closed to them since is not told here, either."""
    open_to_them = Q(event=None) | Q(event__ticket__in=Ticket.objects.visible_to(person))
    rows = Held.objects.filter(open_to_them, person=person, digest="").order_by("due_at", "pk")
    lines = list(rows[:MOST_WAITING])
    gone = closed({line.cause for line in lines}, person)
    return [line for line in lines if line.cause not in gone]


def _mails(person: Person, before: int, number: int) -> Iterator[Message]:
    rows = Delivery.objects.filter(person=person, pk__lt=before).defer("text", "html")
    for row in rows.select_related("event__ticket", "update__notice").order_by("-pk")[:number]:
        state = (
            row.get_state_display()
            if row.state != Delivery.State.FAILED
            else f"{row.get_state_display()}: {row.error}"
        )
        yield Message(row, row.channel, row.subject, state, row.sent_at or row.created_at)


def _inbox(person: Person, before: int, number: int) -> Iterable[Message]:
    """Read and unread have an index each."""
    mine = (
        Notification.objects.filter(person=person, pk__lt=before)
        .select_related("ticket", "notice", "article", "feedback")
        .order_by("-pk")
    )
    rows = merge(mine.unread()[:number], mine.read()[:number], key=attrgetter("pk"), reverse=True)
    for row in rows:
        what = f"[{row.notice.number}] {row.title}" if row.notice else row.title
        if row.article:
            what = f"[{row.article.number}] {row.title}: {row.article.title}"
        if row.feedback:
            what = f"[{row.feedback.number}] {row.title}: {row.feedback.short}"
        if row.ticket:
            what = f"[{row.ticket.number}] {row.title}: {row.ticket.title}"
        yield Message(row, "inbox", what, _("read") if row.read_at else _("unread"), row.at)


def _say_what_they_may_know(rows: list[Message], person: Person) -> None:
    """A ticket or notice that was closed to them since keeps its line, without its words."""
    tickets = {each.ticket.pk for each in rows if each.ticket}
    notices = {each.notice.pk for each in rows if each.notice}
    seen: set[Any] = {("ticket", pk) for pk in _visible(Ticket.objects, person, tickets)}
    seen |= {("notice", pk) for pk in _visible(Notice.objects, person, notices)}
    said = {
        each.row.feedback_id for each in rows if isinstance(each.row, Notification) and each.row.feedback_id
    }
    seen |= {("feedback", pk) for pk in _visible(Feedback.objects, person, said)}
    for each in rows:
        if each.ticket:
            each.url = each.ticket.get_absolute_url()
            known = ("ticket", each.ticket.pk) in seen
        elif each.notice:
            each.url = each.notice.url_for(person)
            known = ("notice", each.notice.pk) in seen
        else:
            known = True
            if isinstance(each.row, Notification) and each.row.article:
                each.url = each.row.article.get_absolute_url()
            if isinstance(each.row, Notification) and each.row.feedback:
                each.url = each.row.feedback.url_for(person)
                known = ("feedback", each.row.feedback.pk) in seen
        if not known:
            each.url, each.what = "", _("About something that is closed to you now")


def _visible(found: Any, person: Person, pks: set[int]) -> set[int]:
    return set(found.visible_to(person).filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()


def _say_what_is_recorded(rows: list[Message], person: Person) -> None:
    notices = {each.notice.pk for each in rows if each.notice}
    kept = Addressee.objects.filter(person=person, notice__in=notices) if notices else ()
    records = {row.notice_id: row for row in kept}
    for each in rows:
        row = records.get(each.notice.pk) if each.notice else None
        if row is not None:
            each.record = record_of(row)


def record_of(row: Addressee) -> list[tuple[str, datetime]]:
    """Every step of theirs that Baton keeps, in words, and when it was."""
    steps = (
        (_("addressed"), row.addressed_at),
        (_("delivered"), row.delivered_at),
        (_("came back"), row.bounced_at),
        (_("seen"), row.seen_at),
        (_("confirmed"), row.acknowledged_at),
        (_("answered"), row.answered_at),
        (_("“me too”"), row.affected_at),
        (_("reminded"), row.reminded_at),
    )
    return [(word, at) for word, at in steps if at is not None]
