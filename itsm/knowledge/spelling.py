"""Words as they are written, and what somebody meant who slipped on the keys.

Two words that differ by one slip become the same when a letter is left out of each (Garbe's symmetric delete). So each
known word stands beside all that is left of it without one or two letters, and a strange word finds it by one index.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db import connection

from itsm.knowledge.models import Spelling

LONG = 6  # letters from which on two slips are forgiven
LOOKED_AT = 9  # letters whose loss is tried: slips behind them are rare
MANY = 5  # tickets that have a word: once or twice it may be the slip itself, or somebody's secret
WORD = re.compile(r"[^\W\d_]{3,40}")
# Words of titles, of tickets that every agent may read.
WRITTEN = """
    SELECT word, ndoc FROM ts_stat($$
        SELECT to_tsvector('simple', title) FROM tickets_ticket WHERE NOT restricted ORDER BY id DESC LIMIT 50000
    $$) WHERE ndoc >= %s AND word ~ '^[[:alpha:]]{3,40}$'"""
CLOSEST = """
    SELECT asked.word, known.word, known.times, phraseto_tsquery('english', known.word)::text
    FROM unnest(%s::text[], %s::text[]) asked(word, without)
    JOIN knowledge_spelling known ON known.without @> ARRAY[asked.without]::varchar[]"""


@dataclass(frozen=True)
class Correction:
    word: str
    query: str


def shortened(word: str) -> set[str]:
    """The word, and what is left of it without one letter, of a long one without two."""
    head, tail = word[:LOOKED_AT], word[LOOKED_AT:]
    most = 2 if len(word) >= LONG else 1
    return {
        "".join(letter for at, letter in enumerate(head) if at not in gone) + tail
        for many in range(most + 1)
        for gone in combinations(range(len(head)), many)
    }


def corrections(strange: Iterable[str]) -> dict[str, Correction]:
    """For each strange word the known one that is fewest slips away; of those, the one that is written most often."""
    pairs = [(word, short) for word in strange if len(word) > 2 for short in shortened(word)]
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CLOSEST, [[word for word, _short in pairs], [short for _word, short in pairs]])
        rows = set(cursor.fetchall())
    best: dict[str, tuple[int, int, str, str]] = {}
    for asked, word, times, query in rows:
        far = slips(asked, word)
        if far <= (2 if len(asked) >= LONG else 1) and query:
            best[asked] = min(best.get(asked, (99, 0, "", "")), (far, -times, word, query))
    return {asked: Correction(word, query) for asked, (_far, _times, word, query) in best.items()}


def slips(one: str, other: str) -> int:
    """Letters left out, put in, exchanged, or two that changed places (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, beside in enumerate(other, start=1):
            least = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != beside))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == beside:
                least = min(least, before[column - 2] + 1)
            now.append(least)
        before, last = last, now
    return last[-1]


def learn(texts: Iterable[str]) -> None:
    """How words are written: in texts that everybody may read, and in the titles of many tickets."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [MANY])
        times = Counter(dict(cursor.fetchall()))
    for text in texts:
        times.update(WORD.findall(text.lower()))
    Spelling.objects.learn_anew(
        Spelling(word=word, times=many, without=sorted(shortened(word))) for word, many in times.items()
    )
