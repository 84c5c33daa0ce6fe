"""Do two questions ask the same? By the words that carry meaning, and by what nearly everyone asks: when is it over."""

import re

from django.db import connection

from comms.models import Notice, Question
from itsm.people.models import Person

ENOUGH = 0.5  # this share of the shorter question's words
# However they put it, they ask the same.
WHEN = re.compile(
    r"\b(when|how long|eta|what time|until|till|how soon|how much longer|any news|any update|back up|working again)\b",
    re.I,
)
# Words that the notice is full of anyway say nothing about the question.
POLITE = frozenset(
    [
        "hello",
        "hi",
        "dear",
        "all",
        "team",
        "pleas",
        "thank",
        "hey",
        "morn",
        "regard",
        "know",
        "tell",
        "us",
        "idea",
        "anyon",
        "still",
        "also",
    ]
)


def topic_for(notice: Notice, person: Person, words: str) -> Question | None:
    """The topic it belongs to, the oldest of the most alike; never one that answered this very person before."""
    mine = signs(words, notice)
    if not mine:
        return None
    best: tuple[float, Question] | None = None
    for question in notice.questions.select_related("topic"):
        topic = question.topic or question
        if topic.answered_at and notice.questions.filter(by=person, answered_at__isnull=False).exists():
            continue
        likeness = overlap(mine, signs(question.words, notice))
        if likeness >= ENOUGH and (best is None or likeness > best[0]):
            best = likeness, topic
    return best[1] if best else None


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def signs(words: str, notice: Notice) -> frozenset[str]:
    """The stems of a question that tell it from others under the same notice."""
    asks_when = bool(WHEN.search(words))
    told = stems(notice.title)
    found = stems(words) - told - POLITE
    return frozenset({"when"}) if asks_when else frozenset(found)


def stems(words: str) -> set[str]:
    """As full-text search cuts them: “servers” and “server” are one, “the” is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('english', %s))", [words[:5000]])
        return set(cursor.fetchone()[0])
