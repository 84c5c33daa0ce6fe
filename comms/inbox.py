"""A page of the inbox: what one person was told, gathered by ticket."""

from dataclasses import dataclass, field

from comms.models import Notification
from itsm.frame.paging import KeysetPage
from itsm.people.models import Person
from itsm.tickets.models import Ticket

PAGE = 50


@dataclass
class Thread:
    """One ticket's news on this page, newest first."""

    ticket: Ticket
    news: list[Notification] = field(default_factory=list)


def page_of(person: Person, *, earlier: bool, cursor: str) -> tuple[KeysetPage[Notification], list[Thread]]:
    mine = Notification.objects.for_person(person).with_ticket()
    page = KeysetPage.of(mine.read() if earlier else mine.unread(), ["-pk"], cursor, size=PAGE)
    return page, threads(page.rows, person)


def threads(rows: list[Notification], person: Person) -> list[Thread]:
    """Gathered by ticket, in the order of the newest; a ticket they may no longer see is left out."""
    tickets = {row.ticket_id for row in rows}
    seen = (
        set(Ticket.objects.visible_to(person).filter(pk__in=tickets).values_list("pk", flat=True))
        if rows
        else set()
    )
    found: dict[int, Thread] = {}
    for row in rows:
        if row.ticket_id in seen:
            found.setdefault(row.ticket_id, Thread(row.ticket)).news.append(row)
    return list(found.values())
