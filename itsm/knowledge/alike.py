"""Tickets that are about the same thing as a text: ranked by the rare words they share (BM25).

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009): a word in the title counts six times
as much as one in the description, on both sides. The length of a text is left out, for the search column does not keep it.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from itsm.people.models import Person
from itsm.tickets.models import Ticket

LONGEST = 10_000  # characters of the text that is compared
WORDS = 12  # that weigh most find the candidates
CANDIDATES = 400  # newest tickets that are ranked
TITLE, REST, SATURATION = 3.0, 0.5, 1.2
# A word in more of the counted tickets than this share says nothing; in a young desk every word may be common.
COMMON, FEW = 0.2, 500
ENOUGH = 0.15  # of what the text says, weighed, must be there

# `known`: the words of the text, each with how much it weighs. What was not counted is as rare as it gets.
KNOWN = """
    WITH said AS (
        SELECT lexeme AS word, sqrt(least(sum(times), %(title)s)) AS loud FROM (
            SELECT lexeme, %(title)s * cardinality(positions) FROM unnest(to_tsvector('english', %(asked_title)s))
            UNION ALL
            SELECT lexeme, %(rest)s * cardinality(positions) FROM unnest(to_tsvector('english', %(asked_text)s))
        ) each(lexeme, times) GROUP BY lexeme
    ), held AS (
        SELECT said.word, said.loud, coalesce(counted.tickets, 1) AS tickets, coalesce(whole.tickets, 1) AS of_all
        FROM said LEFT JOIN knowledge_word counted USING (word) LEFT JOIN knowledge_word whole ON whole.word = ''
    ), known AS (
        SELECT word, loud * ln(1 + (of_all - tickets + 0.5) / (tickets + 0.5)) AS weight FROM held
        WHERE tickets <= greatest(of_all * %(common)s, %(few)s)
    )"""
HEAVIEST = f"{KNOWN} SELECT word FROM known ORDER BY weight DESC, word LIMIT %(words)s"  # noqa: S608 - a constant
RANK = f"""
    {KNOWN}, found AS (
        SELECT ticket.id, sum(known.weight * times / (times + %(saturation)s)) AS score
        FROM tickets_ticket ticket CROSS JOIN LATERAL (
            SELECT lexeme, (%(title)s - %(rest)s) * cardinality(array_positions(weights, 'A')) + %(rest)s * cardinality(weights)
            FROM unnest(ticket.search)
        ) had(word, times) JOIN known USING (word)
        WHERE ticket.id = ANY(%(candidates)s) GROUP BY ticket.id
    ), best AS (SELECT sum(weight * %(title)s / (%(title)s + %(saturation)s)) AS score FROM known)
    SELECT found.id, found.score / best.score AS share FROM found CROSS JOIN best
    WHERE found.score >= best.score * %(enough)s ORDER BY share DESC, found.id DESC LIMIT %(limit)s"""  # noqa: S608 - a constant


@dataclass(frozen=True)
class Alike:
    ticket: int
    share: float  # of what the text says, weighed; 1 says all of it in its title


def alike(title: str, text: str, reader: Person | None, *, limit: int, enough: float = ENOUGH) -> list[Alike]:
    """Of the tickets that the reader may see, those most like it, best first. Without a reader: what is not restricted."""
    asked: dict[str, Any] = {
        "asked_title": title.replace("\x00", " ")[:LONGEST], "asked_text": text.replace("\x00", " ")[:LONGEST],
        "title": TITLE, "rest": REST, "saturation": SATURATION, "common": COMMON, "few": FEW,
        "words": WORDS, "enough": enough, "limit": limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(HEAVIEST, asked)
        words = [word for (word,) in cursor.fetchall()]
        if not words:
            return []
        asked["candidates"] = candidates(words, reader)
        cursor.execute(RANK, asked)
        return [Alike(pk, float(share)) for pk, share in cursor.fetchall()]


def candidates(words: list[str], reader: Person | None) -> list[int]:
    """The newest with any of these stems."""
    stems = " | ".join(f"'{quoted(word)}'" for word in words)
    seen = Ticket.objects.visible_to(reader) if reader else Ticket.objects.filter(restricted=False)
    found = seen.filter(search=SearchQuery(stems, config="simple", search_type="raw"), merged_into=None)
    return list(found.order_by("-pk").values_list("pk", flat=True)[:CANDIDATES])


def quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''")
