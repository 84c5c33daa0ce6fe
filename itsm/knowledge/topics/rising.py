"""Rising topics: words that far more of the newest tickets have than the weeks before let expect, and who shares them.

How many tickets an hour have a word is compared with the four weeks before; that so many come by chance is a tail of the
Poisson distribution. The busier of two expectations counts, by time and by share, so that a busy Monday is no topic.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection

from itsm.tickets.models import Ticket

WEEKS = 4  # before, to compare with
FEWEST = 5  # tickets that make a topic
SURPRISE = 5.0  # one in 10 ** 5 by chance: hundreds of words are looked at
SAME = 0.5  # words that so many of the tickets share are one topic
MOST = 10
NEWEST = 3000  # tickets of the last hours that are read
FRESH = 120  # seconds for which what was counted is shown
HOURS = (6, 24, 72)

WORD = re.compile(r"\w+")
# Titles and texts; what is restricted is nobody's topic.
READ = """
    WITH recent AS (
        SELECT id, search FROM tickets_ticket
        WHERE opened_at > %(since)s AND opened_at <= %(now)s AND NOT restricted AND merged_into_id IS NULL
        ORDER BY opened_at DESC LIMIT %(newest)s
    ), told AS (
        SELECT word.lexeme AS word, array_agg(recent.id ORDER BY recent.id) AS ids
        FROM recent CROSS JOIN LATERAL unnest(recent.search) word
        WHERE word.lexeme ~ '^[[:alpha:]][[:alnum:]-]{2,}$' AND word.lexeme <> ALL(%(numbers)s) GROUP BY word.lexeme HAVING count(*) >= %(fewest)s
    ), past AS (
        SELECT id, search FROM tickets_ticket
        WHERE opened_at > %(past)s AND opened_at <= %(since)s AND NOT restricted
    ), had AS (
        SELECT word.lexeme AS word, count(*) AS times FROM past CROSS JOIN LATERAL unnest(past.search) word
        WHERE word.lexeme IN (SELECT word FROM told) GROUP BY word.lexeme
    )
    SELECT told.word, told.ids, coalesce(had.times, 0), (SELECT count(*) FROM recent), (SELECT count(*) FROM past)
    FROM told LEFT JOIN had USING (word)"""


@dataclass
class Topic:
    """`usual` is how many tickets with its first word the same time had before, on average."""

    words: list[str]
    ids: set[int]
    usual: float
    surprise: float
    tickets: list[Ticket] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def example(self) -> Ticket:
        """The one whose title says most of it, of those the shortest."""
        return min(self.tickets, key=lambda ticket: (-self.said_by(ticket), len(ticket.title)))

    @property
    def spelled(self) -> list[str]:
        """The words as their writers spell them, not as stems."""
        written = [word for ticket in self.tickets for word in WORD.findall(ticket.title.lower())]
        return [next((word for word in written if word.startswith(stem)), stem) for stem in self.words]

    def said_by(self, ticket: Ticket) -> int:
        title = ticket.title.lower()
        return sum(word in title for word in self.words)


def rising(*, now: datetime, hours: int = 24) -> list[Topic]:
    """The most surprising first."""
    found = cache.get_or_set(f"topics:{hours}", lambda: groups(words(now=now, hours=hours)), FRESH) or []
    ids = {pk for topic in found for pk in topic.ids}
    known = Ticket.objects.for_list().only(
        "number", "kind", "title", "status", "opened_at", "service", "site"
    )
    rows = known.select_related("service", "site").in_bulk(list(ids)) if ids else {}
    for topic in found:
        topic.tickets = sorted((rows[pk] for pk in topic.ids if pk in rows), key=lambda ticket: -ticket.pk)
    return [topic for topic in found if topic.tickets]


def words(*, now: datetime, hours: int) -> list[Topic]:
    """Each word that rises, as a topic of its own."""
    window, before = timedelta(hours=hours), timedelta(weeks=WEEKS)
    numbers = [prefix.lower() for prefix in Ticket.PREFIX.values()]  # every ticket has one
    asked: dict[str, Any] = {
        "numbers": numbers,
        "now": now,
        "since": now - window,
        "past": now - window - before,
        "newest": NEWEST,
        "fewest": FEWEST,
    }
    with connection.cursor() as cursor:
        cursor.execute(READ, asked)
        rows = cursor.fetchall()
    found = []
    for word, ids, times, recent, past in rows:
        usual = expected(times, past=past, recent=recent, share=window / before)
        if (surprise := surprised(len(ids), usual)) >= SURPRISE:
            found.append(Topic([word], set(ids), times * (window / before), surprise))
    return sorted(found, key=lambda topic: -topic.surprise)


def expected(times: int, *, past: int, recent: int, share: float) -> float:
    """By time and by share, with half a ticket for what never came before."""
    return max((times + 0.5) * share, (times + 0.5) / (past + 1) * recent if past > recent else 0.0, 0.5)


def surprised(count: int, usual: float) -> float:
    """Minus the decimal logarithm of the chance that so many or more come where `usual` come on average (upper bound)."""
    if count <= usual:
        return 0.0
    log = count * math.log(usual) - usual - math.lgamma(count + 1) - math.log1p(-usual / (count + 1))
    return -log / math.log(10)


def groups(rising_words: Sequence[Topic]) -> list[Topic]:
    """Words that are mostly in the same tickets are one topic, named by the most surprising of them."""
    found: list[Topic] = []
    for one in rising_words:
        for topic in found:
            if len(one.ids & topic.ids) >= SAME * min(one.count, topic.count):
                topic.words += one.words
                topic.ids |= one.ids if len(one.ids & topic.ids) >= SAME * one.count else set()
                break
        else:
            found.append(Topic(list(one.words), set(one.ids), one.usual, one.surprise))
    return found[:MOST]
