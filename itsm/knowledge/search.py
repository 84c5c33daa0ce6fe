"""Search among tickets: numbers, titles, descriptions, messages; and people. PostgreSQL only.

Ranking every hit of a common word would cost as much as there is history, so only the newest hits are ranked: a
service desk looks for what happened lately, and the words that make a search narrow make it complete.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchRank
from django.db.models import F, OuterRef, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from itsm.knowledge.alike import alike
from itsm.knowledge.closest import START, as_html, headline
from itsm.knowledge.question import Question
from itsm.knowledge.sources import Hit, Source
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket, TicketQuerySet

RANKED = 400  # newest hits that are ranked
SHOWN = 50


@dataclass(frozen=True)
class TicketHit:
    ticket: Ticket
    excerpt: SafeString


def tickets_with(words: str, reader: Person, among: TicketQuerySet, limit: int = SHOWN) -> list[TicketHit]:
    """The best of the newest tickets with these words in their own text or in a message the reader may read."""
    question = Question.of(words)
    query, visible = question.strict, among.visible_to(reader)
    own = visible.filter(search=query).order_by("-pk").values("pk")[:RANKED]
    heard = Event.objects.visible_to(reader).filter(search=query).exclude(comment="")
    spoken = heard.order_by("-pk").values("ticket")[:RANKED]
    named = Ticket.objects.filter(number=question.upper()).order_by().values("pk")
    # As a union, not as one condition or the other: that would read the whole table.
    found = visible.filter(pk__in=named.union(own, spoken, all=True)).for_list()
    ranked = list(found.annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "-pk")[:limit])
    return marked(ranked, question, reader)


def marked(tickets: Sequence[Ticket], question: Question, reader: Person) -> list[TicketHit]:
    """Excerpts with the hit marked; only for what is shown, because marking reads whole texts."""
    said = Event.objects.visible_to(reader).filter(ticket=OuterRef("pk"), search=question.strict)
    last = said.exclude(comment="").order_by("-pk").annotate(marked=headline("comment", question))
    rows = Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).annotate(
        described=headline("description", question), said=Subquery(last.values("marked")[:1])
    )
    texts = {
        pk: best(described, said or "") for pk, described, said in rows.values_list("pk", "described", "said")
    }
    return [TicketHit(ticket, as_html(texts[ticket.pk])) for ticket in tickets]


def best(described: str, said: str) -> str:
    return said if START in said and START not in described else described


def find(words: str, reader: Person, limit: int) -> list[Hit]:
    """Tickets as answers: for a colleague their own, each with its page in the portal."""
    found = tickets_with(words, reader, Ticket.objects.all(), limit)
    return [hit_of(one, reader, 1 - place / (2 * limit)) for place, one in enumerate(found)]


def hit_of(found: TicketHit, reader: Person, score: float) -> Hit:
    """It has all the words, so its score says only how far behind the best it stands."""
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
        at=ticket.opened_at,
    )


TICKETS = Source(kind="ticket", label=_("Tickets"), find=find, order=80, icon="ticket")


def people_with(words: str, reader: Person) -> list[Person]:
    if not reader.works_the_desk:
        return []
    return list(Person.objects.active().matching(words).select_related("site").order_by("name")[:10])


def similar_to(title: str, text: str, reader: Person, *, limit: int = 5) -> list[Ticket]:
    """Tickets like the one that is being written, those that are still open before the others."""
    shares = {found.ticket: found.share for found in alike(title, text, reader, limit=limit)}
    tickets = Ticket.objects.filter(pk__in=shares).select_related("service")
    return sorted(tickets, key=lambda ticket: (not ticket.open, -shares[ticket.pk]))
