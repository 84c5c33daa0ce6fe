"""A page of the inbox: what one person was told, gathered by ticket, notice, article and feedback."""

from dataclasses import dataclass, field
from typing import Any

from catalog.models import Approval
from comms.models import Feedback, Notice, Notification
from comms.of_boards import items_of
from itsm.frame.paging import KeysetPage
from itsm.knowledge.models import Article
from itsm.people.models import Person
from itsm.tickets.models import Ticket

PAGE = 50


@dataclass
class Thread:
    """The news of one ticket, notice, article or feedback on this page, newest first."""

    kind: str  # ticket, notice, article or feedback
    subject: Ticket | Notice | Article | Feedback
    url: str
    news: list[Notification] = field(default_factory=list)


def page_of(person: Person, *, earlier: bool, cursor: str) -> tuple[KeysetPage[Notification], list[Thread]]:
    mine = Notification.objects.for_person(person).with_subject()
    page = KeysetPage.of(mine.read() if earlier else mine.unread(), ["-pk"], cursor, size=PAGE)
    return page, threads(page.rows, person)


def threads(rows: list[Notification], person: Person) -> list[Thread]:
    """Gathered by what they are about, in the order of the newest; what they may no longer see is left out."""
    tickets, notices = {row.ticket_id for row in rows} - {None}, {row.notice_id for row in rows} - {None}
    seen: set[tuple[str, int | None]] = {
        ("ticket", pk) for pk in visible(Ticket.objects.visible_to(person), tickets)
    }
    seen |= {("notice", pk) for pk in visible(Notice.objects.visible_to(person), notices)}
    seen |= {("article", row.article_id) for row in rows if row.article and row.article.owner_id == person.pk}
    said = {row.feedback_id for row in rows} - {None}
    seen |= {("feedback", pk) for pk in visible(Feedback.objects.visible_to(person), said)}
    asked = approvals_of(person, tickets)
    before_boards = items_of(person, {pk for pk in tickets - asked.keys() if ("ticket", pk) not in seen})
    found: dict[tuple[str, int | None], Thread] = {}
    for row in rows:
        key = key_of(row)
        if key in seen or row.ticket_id in asked or row.ticket_id in before_boards:
            found.setdefault(key, thread_of(row, person)).news.append(row)
    for (kind, pk), thread in found.items():
        mine = asked.get(pk) if kind == "ticket" else None
        if mine and (mine.state == Approval.State.ASKED or (kind, pk) not in seen):
            thread.url = mine.get_absolute_url()
        elif kind == "ticket" and pk in before_boards:
            thread.url = before_boards[pk].get_absolute_url()
    return list(found.values())


def approvals_of(person: Person, tickets: set[Any]) -> dict[int | None, Approval]:
    """Ticket → the last this person was asked about it: the line leads there while their yes is needed."""
    if not tickets:
        return {}
    mine = Approval.objects.of(person).filter(step__ticket__in=tickets).select_related("step").order_by("pk")
    return {one.step.ticket_id: one for one in mine}


def visible(rows: Any, pks: set[Any]) -> list[int]:
    return list(rows.filter(pk__in=pks).values_list("pk", flat=True)) if pks else []


def key_of(row: Notification) -> tuple[str, int | None]:
    if row.ticket_id:
        return "ticket", row.ticket_id
    if row.feedback_id:
        return "feedback", row.feedback_id
    return ("notice", row.notice_id) if row.notice_id else ("article", row.article_id)


def thread_of(row: Notification, person: Person) -> Thread:
    if row.ticket is not None:
        return Thread("ticket", row.ticket, row.ticket.get_absolute_url())
    if row.article is not None:
        return Thread("article", row.article, f"{row.article.get_absolute_url()}#voices-h")
    if row.feedback is not None:
        return Thread("feedback", row.feedback, row.feedback.url_for(person))
    notice: Any = row.notice
    return Thread("notice", notice, notice.url_for(person))
