"""What the incidents of some weeks say, read by the index of when they were opened: a service at a time, no text leaves the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from itsm.knowledge.alike import REST, TITLE
from itsm.knowledge.models import Word
from itsm.tickets.models import Ticket
from problems.recurrence.rhythm import Rhythm

NEWEST = 400  # of a service in a window: more alike ones would change nothing, and a storm must not stop the finder
WORDS = 40  # of one incident, those in its title first
FEW = 200
PSEUDO = 10  # incidents' worth of what is usual in the whole house, so that a quiet service has an idea of what is common

# Its own words: stems without numbers, each as loud as it stands in title and text. A child is told with its parent.
READ = """
    SELECT ticket.id, ticket.service_id, ticket.opened_at, ticket.title, said.words, said.loud
    FROM tickets_ticket ticket CROSS JOIN LATERAL (
        SELECT array_agg(lexeme) AS words, array_agg(loud::float8) AS loud FROM (
            SELECT lexeme, sqrt(least(%(title)s, (%(title)s - %(rest)s) * cardinality(array_positions(weights, 'A')) + %(rest)s * cardinality(weights))) AS loud
            FROM unnest(ticket.search)
            WHERE lexeme ~ '^[[:alpha:]][[:alnum:]-]+$' AND lexeme NOT IN (lower(ticket.number), %(prefix)s)
            ORDER BY loud DESC, lexeme LIMIT %(words)s
        ) loudest
    ) said
    WHERE ticket.kind = 'incident' AND ticket.service_id IS NOT NULL AND NOT ticket.restricted AND ticket.merged_into_id IS NULL
        AND ticket.status <> 'cancelled' AND said.words IS NOT NULL AND {which}
        AND NOT EXISTS (SELECT FROM tickets_link link WHERE link.source_id = ticket.id AND link.kind = 'child_of')
    ORDER BY ticket.opened_at, ticket.id"""
IN_TIME = (
    "ticket.opened_at > %(since)s AND ticket.opened_at <= %(until)s AND ticket.service_id = ANY(%(services)s)"
)
BY_KEY = "ticket.id = ANY(%(pks)s)"
COUNTED = """
    SELECT service_id, count(*) FROM tickets_ticket
    WHERE opened_at > %s AND opened_at <= %s AND kind = 'incident' AND service_id IS NOT NULL
    GROUP BY service_id"""

NAMES = "SELECT DISTINCT lexeme FROM services_service, unnest(to_tsvector('english', name))"


@dataclass(frozen=True, slots=True)
class Said:
    """One incident in its words."""

    pk: int
    at: datetime
    title: str
    words: dict[str, float] = field(hash=False)  # stem → how loud


def counted(rhythm: Rhythm, *, until: datetime) -> dict[int, int]:
    """Service → how many came in the window of a rhythm."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [until - rhythm.span, until])
        return dict(cursor.fetchall())


def busy(rhythm: Rhythm, *, until: datetime) -> set[int]:
    """Services with enough of them: the others cannot have so many alike."""
    return {pk for pk, many in counted(rhythm, until=until).items() if many >= rhythm.at_least}


def quiet(rhythm: Rhythm | None, *, until: datetime) -> set[int]:
    """Services of which little comes, but enough to have come back."""
    if rhythm is None:
        return set()
    came = counted(rhythm, until=until)
    return {pk for pk, many in came.items() if many >= rhythm.at_least and rhythm.is_quiet(many)}


def read(services: Iterable[int], *, since: datetime, until: datetime) -> dict[int, list[Said]]:
    """By service, oldest first."""
    found: dict[int, list[Said]] = defaultdict(list)
    for service, said in _read(IN_TIME, services=list(services), since=since, until=until):
        found[service].append(said)
    return found


def read_these(pks: Iterable[int]) -> dict[int, Said]:
    """By key; what is restricted or merged meanwhile is left out."""
    return {said.pk: said for _service, said in _read(BY_KEY, pks=list(pks))}


def _read(which: str, **asked: Any) -> list[tuple[int, Said]]:
    told: dict[str, Any] = {
        "title": TITLE,
        "rest": REST,
        "words": WORDS,
        "prefix": Ticket.PREFIX["incident"].lower(),
    }
    with connection.cursor() as cursor:
        cursor.execute(READ.format(which=which), told | asked)
        return [
            (service, Said(pk, at, title, dict(zip(words, loud, strict=True))))
            for pk, service, at, title, words, loud in cursor.fetchall()
        ]


def commonness() -> dict[str, float]:
    """Of every word that is counted: in which share of all that is written it stands. In a young desk every word may be common.

    What names a service says nothing of what is wrong with it.
    """
    counted = dict(Word.objects.values_list("word", "tickets"))
    of_all = counted.pop("", 0)
    common = {word: tickets / of_all for word, tickets in counted.items()} if of_all >= FEW else {}
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        return common | {word: 1.0 for (word,) in cursor.fetchall()}
