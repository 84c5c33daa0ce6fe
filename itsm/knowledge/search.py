"""Search among tickets: numbers, titles, descriptions, messages; and people. PostgreSQL only.

Ranking every hit of a common word would cost as much as there is history, so only the newest hits are ranked: a
service desk looks for what happened lately, and the words that make a search narrow make it complete.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, FloatField, QuerySet, TextField
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from itsm.frame.sql import Sql
from itsm.knowledge.alike import alike
from itsm.knowledge.assistant import own
from itsm.knowledge.closest import LOOKED_AT, MARKED, START, as_html, headline
from itsm.knowledge.question import Question, has
from itsm.knowledge.sources import Hit, Source
from itsm.people.models import Person
from itsm.tickets.models import Ticket, TicketQuerySet
from itsm.tickets.models.queries import ROW

RANKED = 400  # newest hits that are ranked
SHOWN = 50
RANK = "ts_rank({search}, {query}::tsquery)"
# What of a timeline has the words and may be read.
SAID = (
    "FROM tickets_event said WHERE said.search @@ {query}::tsquery AND ({desk} OR said.audience = 'public')"
)
# As a union, not as one condition or the other: that would read the whole table.
FITS = f"""{{pk}} IN (SELECT id FROM tickets_ticket WHERE number = {{number}} UNION ALL {{own}}
    UNION ALL (SELECT ticket_id {SAID} AND said.comment <> '' ORDER BY id DESC LIMIT {RANKED}))"""  # noqa: S608 - ours
# With the hit marked. That reads whole texts, so PostgreSQL does it last, for the rows that are shown.
MARKED_SAID = MARKED.replace("{text}", "said.comment").replace("{query}", "{loose}")
HEARD = f"(SELECT {MARKED_SAID} {SAID} AND said.ticket_id = {{pk}} ORDER BY id DESC LIMIT 1)"
BEST = 0.6  # the score of the best ticket: its words stand somewhere in a long conversation


@dataclass(frozen=True)
class TicketHit:
    ticket: Ticket
    excerpt: SafeString


def tickets_with(words: str, reader: Person, among: TicketQuerySet, limit: int = SHOWN) -> list[TicketHit]:
    """The best of the newest tickets with these words in their own text or in a message the reader may read."""
    question, visible = Question.of(words), among.visible_to(reader)
    # What the desk may not see is rare, so it is left out once, at the end.
    own = (among if reader.works_the_desk else visible).filter(has(question.strict)).order_by("-pk")
    asked = {"query": question.strict, "desk": reader.works_the_desk}
    fits = Sql(FITS, BooleanField(), own=own.values("pk")[:RANKED], number=question.upper(), **asked)
    found = visible.filter(fits).for_list().only(*ROW, "service")
    ranked: QuerySet[Any] = found.annotate(
        rank=Sql(RANK, FloatField(), query=question.strict),
        described=headline("description", question),
        heard=Sql(HEARD, TextField(), loose=question.loose, looked_at=LOOKED_AT, **asked),
    ).order_by("-rank", "-pk")
    return [
        TicketHit(ticket, as_html(best(ticket.described, ticket.heard or ""))) for ticket in ranked[:limit]
    ]


def best(described: str, said: str) -> str:
    return said if START in said and START not in described else described


def find(words: str, reader: Person, limit: int) -> list[Hit]:
    """Tickets as answers; for a colleague their own, each with its page in the portal."""
    only, among = Question.of(words).only, Ticket.objects.all()
    if only.open is not None:
        among = among.filter(open=only.open)
    if only.service is not None:
        among = among.filter(service=only.service)
    if only.since is not None:
        among = among.filter(opened_at__gte=only.since)
    found = tickets_with(words, reader, among, limit)
    return [hit_of(one, reader, BEST - place / 100) for place, one in enumerate(found)]


def hit_of(found: TicketHit, reader: Person, score: float) -> Hit:
    """It has all the words; but who asks wants to know, and an article with all of them in its title says more."""
    ticket = found.ticket
    return Hit(
        kind="ticket",
        key=ticket.number,
        title=ticket.title,
        url=ticket.get_absolute_url() if reader.works_the_desk else f"/portal/{ticket.number}/",
        excerpt=found.excerpt,
        score=score,
        state=ticket.status,
        said=ticket.get_status_display(),
        open=ticket.open,
        services=frozenset(filter(None, [ticket.service_id])),
        at=ticket.opened_at,
    )


TICKETS = Source(kind="ticket", label=_("Tickets"), find=find, order=80, icon="ticket", read=own.read)


def people_with(words: str, reader: Person) -> list[Person]:
    if not reader.works_the_desk:
        return []
    return list(Person.objects.active().matching(words).select_related("site").order_by("name")[:10])


def similar_to(title: str, text: str, reader: Person, *, limit: int = 5) -> list[Ticket]:
    """Tickets like the one that is being written, those that are still open before the others."""
    shares = {found.ticket: found.share for found in alike(title, text, reader, limit=limit)}
    tickets = Ticket.objects.filter(pk__in=shares).select_related("service")
    return sorted(tickets, key=lambda ticket: (not ticket.open, -shares[ticket.pk]))


@dataclass(frozen=True)
class Like:
    """A ticket, and how many more there are of the same title."""

    ticket: Ticket
    more: int = 0

    @classmethod
    def folded(cls, tickets: Iterable[Ticket]) -> list["Like"]:
        """Each title once, in the order of the first of its kind."""
        same: dict[str, list[Ticket]] = {}
        for ticket in tickets:
            same.setdefault(" ".join(ticket.title.casefold().split()), []).append(ticket)
        return [cls(first, len(others)) for first, *others in same.values()]
