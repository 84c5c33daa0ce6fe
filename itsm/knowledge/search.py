"""Search over everything a person may see: numbers, titles, descriptions, messages, people. PostgreSQL only.

Ranking every hit of a common word would cost as much as there is history, so only the newest hits are ranked: a
service desk looks for what happened lately, and the words that make a search narrow make it complete.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from itsm.knowledge.alike import alike
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket, TicketQuerySet

RANKED = 400  # newest hits that are ranked
SHOWN = 50
LOOKED_AT = 20_000  # characters of a text in which the hit is marked
# Marks that no text contains, turned into <mark> after escaping.
START, STOP = "\u0002", "\u0003"


@dataclass(frozen=True)
class Hit:
    ticket: Ticket
    excerpt: SafeString


def query_of(words: str) -> SearchQuery:
    """Two words must both be there, “a phrase” as it stands, -word must not."""
    return SearchQuery(words.replace("\x00", " "), config="english", search_type="websearch")


def tickets_with(words: str, reader: Person, among: TicketQuerySet) -> list[Hit]:
    """The best of the newest tickets with these words in their own text or in a message the reader may read."""
    query = query_of(words)
    visible = among.visible_to(reader)
    own = visible.filter(search=query).order_by("-pk").values_list("pk", flat=True)[:RANKED]
    said = Event.objects.visible_to(reader).filter(search=query).exclude(comment="").order_by("-pk")
    spoken = dict(said.values_list("ticket_id", "pk")[:RANKED])
    number = Q(number=words.strip().upper())
    found = visible.filter(number | Q(pk__in=list(own)) | Q(pk__in=list(spoken))).for_list()
    ranked = found.annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "-pk")[:SHOWN]
    return marked(list(ranked), spoken, query)


def marked(tickets: list[Ticket], spoken: dict[int, int], query: SearchQuery) -> list[Hit]:
    """Excerpts with the hit marked; only for what is shown, because marking reads whole texts."""
    described = dict(
        Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets])
        .annotate(excerpt=headline("description", query))
        .values_list("pk", "excerpt")
    )
    events = [spoken[ticket.pk] for ticket in tickets if ticket.pk in spoken]
    said = dict(
        Event.objects.filter(pk__in=events)
        .annotate(excerpt=headline("comment", query))
        .values_list("ticket_id", "excerpt")
    )
    return [Hit(ticket, as_html(best(described[ticket.pk], said.get(ticket.pk, "")))) for ticket in tickets]


def best(described: str, said: str) -> str:
    return said if START in said and START not in described else described


def headline(field: str, query: SearchQuery) -> Any:
    return SearchHeadline(
        Left(field, LOOKED_AT), query, config="english", start_sel=START, stop_sel=STOP,
        max_words=30, min_words=12, max_fragments=1,
    )  # fmt: skip


def as_html(text: str) -> SafeString:
    safe = escape(text).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(safe)  # noqa: S308  # escaped first


def people_with(words: str, reader: Person) -> list[Person]:
    if not reader.works_the_desk:
        return []
    return list(Person.objects.active().matching(words).select_related("site").order_by("name")[:10])


def similar_to(title: str, text: str, reader: Person, *, limit: int = 5) -> list[Ticket]:
    """Tickets like the one that is being written, those that are still open before the others."""
    shares = {found.ticket: found.share for found in alike(title, text, reader, limit=limit)}
    tickets = Ticket.objects.filter(pk__in=shares).select_related("service")
    return sorted(tickets, key=lambda ticket: (not ticket.open, -shares[ticket.pk]))
