"""How much of a question a text answers, word by word: the rare words count most. One statement for all texts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import connection

from itsm.knowledge.question import CORRECTED, Question

POINT = 0.8  # of the rarest word's weight
GUESSED = 0.5  # a word that was perhaps meant: in a list of hits a guess costs nothing, here it would be told as an answer

# Which of the ways to say each part of the question stand in each text, and what the best of them is worth.
WEIGH = """
    WITH texts AS MATERIALIZED (
        SELECT place, to_tsvector('english', words) AS words
        FROM unnest(%s::text[]) WITH ORDINALITY AS given (words, place)
    )
    SELECT place - 1, part, max(worth) FROM texts CROSS JOIN unnest(%s::int[], %s::text[], %s::float[]) AS way (part, query, worth)
    WHERE words @@ query::tsquery GROUP BY place, part"""
Has = Mapping[int, float]  # part of the question → what its best way is worth in a text


def weigh(question: Question, texts: Sequence[str]) -> list[Has]:
    ways = [
        (number, query, GUESSED if worth == CORRECTED else worth)
        for number, part in enumerate(question.parts)
        for query, worth in part.ways.items()
    ]
    found: dict[int, dict[int, float]] = defaultdict(dict)
    if ways and texts:
        with connection.cursor() as cursor:
            cursor.execute(WEIGH, [list(texts), *map(list, zip(*ways, strict=True))])
            for place, part, worth in cursor.fetchall():
                found[place][part] = worth
    return [found[place] for place in range(len(texts))]


def share(question: Question, *having: tuple[Has, float]) -> float:
    """Of what all words of the question weigh, how much is there; each place counts for as much as it is worth."""
    total = sum(part.weight for part in question.parts)
    best = [
        max((has.get(number, 0) * worth for has, worth in having), default=0)
        for number in range(len(question.parts))
    ]
    return (
        sum(part.weight * worth for part, worth in zip(question.parts, best, strict=True)) / total
        if total
        else 0.0
    )


def has_the_point(question: Question, *having: Has) -> bool:
    """One of the rarest words is there: what the question is about, not only what is said around it."""
    rare = POINT * max(part.weight for part in question.parts)
    points = [number for number, part in enumerate(question.parts) if part.weight >= rare]
    return any(has.get(number) for has in having for number in points)
