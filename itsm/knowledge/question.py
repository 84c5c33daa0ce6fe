"""What somebody asks, as the database is asked: each word with how much it says and what else it may be called.

One statement reads all of it: the stems, how rare each is, the synonyms, and which words nobody has ever written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BooleanField

from itsm.frame.sql import Sql
from itsm.knowledge.alike import quoted
from itsm.knowledge.spelling import Correction, corrections

LONGEST = 200  # characters of a question
WORDS = 16  # of a question are looked at
PHRASE = 4  # the most words that one synonym has
WORD = re.compile(r"\w[\w'’.+#-]*")
# Quotes, a minus or “or” say exactly what is wanted: then nothing is widened.
EXACT = re.compile(r'"|(?:^|\s)-\w|\sor\s', re.IGNORECASE)
# What another word for the same is worth, a corrected one, and the beginning of a word that is still being typed.
SYNONYM, CORRECTED, BEGUN = 0.9, 0.75, 0.8

READ = """
    WITH phrases(synonym, phrase) AS (
        SELECT 0, word FROM unnest(%(words)s::text[]) word
        UNION ALL
        SELECT id, unnest(words) FROM knowledge_synonym WHERE words && %(phrases)s::varchar[]
    ), whole AS (SELECT coalesce((SELECT tickets FROM knowledge_word WHERE word = ''), 1) AS tickets)
    SELECT synonym, phrase, phraseto_tsquery('english', phrase)::text, coalesce(stems.weight, 0),
        synonym > 0 OR EXISTS (SELECT FROM knowledge_spelling WHERE word = phrase),
        phrase = %(last)s AND EXISTS (SELECT FROM knowledge_spelling WHERE word LIKE %(begun)s),
        websearch_to_tsquery('english', %(whole)s)::text
    FROM phrases CROSS JOIN whole LEFT JOIN LATERAL (
        SELECT max(ln(1 + (whole.tickets - had + 0.5) / (had + 0.5))) AS weight FROM (
            SELECT least(coalesce(counted.tickets, 1), whole.tickets) AS had
            FROM unnest(to_tsvector('english', phrase)) stem LEFT JOIN knowledge_word counted ON counted.word = stem.lexeme
        ) each
    ) stems ON true"""


@dataclass
class Part:
    """One thing that is asked about: how much it weighs, and the ways to say it with what each is worth."""

    weight: float
    ways: dict[str, float] = field(default_factory=dict)

    def add(self, query: str, worth: float) -> None:
        if query:
            self.ways[query] = max(worth, self.ways.get(query, 0))


@dataclass(frozen=True)
class Read:
    """A word of the question. `begun`: it is the last one, and longer words begin so."""

    query: str
    weight: float
    known: bool
    begun: bool


@dataclass(frozen=True)
class Only:
    """What the search was narrowed to; None is anything."""

    open: bool | None = None
    service: int | None = None
    since: datetime | None = None


class Question(str):
    """A question is its words; what they mean is read when somebody needs it, once.

    `strict`, `loose` and `telling` are queries as PostgreSQL writes them, for `has` and for `::tsquery`.
    """

    only = Only()

    @classmethod
    def of(cls, words: str, only: Only | None = None) -> "Question":
        if isinstance(words, cls):
            return words
        asked = cls(words.replace("\x00", " ").strip()[:LONGEST])
        asked.only = only or cls.only
        return asked

    @cached_property
    def words(self) -> list[str]:
        found = WORD.findall(self.lower().replace("’", "'"))
        return [word.rstrip(".'-") for word in found][:WORDS]

    @cached_property
    def rows(self) -> list[Any]:
        if not self.words:
            return []
        last = self.words[-1]
        asked: dict[str, Any] = {
            "words": sorted(set(self.words)),
            "phrases": [
                like for n in range(1, PHRASE + 1) for phrase in runs(self.words, n) for like in alike(phrase)
            ],
            "last": last,
            "begun": f"{escaped(last)}_%",
            "whole": str(self),
        }
        with connection.cursor() as cursor:
            cursor.execute(READ, asked)
            return cursor.fetchall()

    @cached_property
    def read(self) -> tuple[dict[str, Read], list[dict[str, str]]]:
        """Each word, and for each synonym that was found its phrases with their queries."""
        said: dict[str, Read] = {}
        synonyms: dict[int, dict[str, str]] = {}
        for synonym, phrase, query, weight, known, begun, _whole in self.rows:
            if synonym:
                synonyms.setdefault(synonym, {})[phrase] = query
            else:
                said[phrase] = Read(query, float(weight), known, begun)
        return said, list(synonyms.values())

    @cached_property
    def corrections(self) -> dict[str, Correction]:
        """Words that nobody ever wrote, and what was probably meant."""
        said, _synonyms = self.read
        strange = [
            word
            for word, read in said.items()
            if read.query and word.isalpha() and not (read.known or read.begun)
        ]
        return corrections(strange) if strange else {}

    @property
    def respelled(self) -> str:
        """The question with its slips corrected; empty if there are none."""
        fixed = self.corrections
        return " ".join(fixed[word].word if word in fixed else word for word in self.words) if fixed else ""

    @cached_property
    def parts(self) -> list[Part]:
        said, synonyms = self.read
        parts = {
            word: Part(said[word].weight, {said[word].query: 1.0}) for word in self.words if said[word].query
        }
        for word, meant in self.corrections.items():
            parts[word].add(meant.query, CORRECTED)
        for word, part in parts.items():
            if said[word].begun and not said[word].known and len(word) > 2:
                part.add(f"'{quoted(word)}':*", BEGUN)
        for phrases in synonyms:
            self.widen(parts, phrases)
        return list({id(part): part for part in parts.values()}.values())

    def widen(self, parts: dict[str, Part], phrases: dict[str, str]) -> None:
        """Where the question says one of these phrases, the others are as good."""
        for phrase in phrases:
            words = [word for like in alike(phrase) for word in (found(self.words, like.split()))]
            known = [word for word in words if word in parts]
            if not known:
                continue
            part = parts[known[0]] if len(known) == 1 else joined([parts[word] for word in known])
            for other, query in phrases.items():
                if other != phrase:
                    part.add(query, SYNONYM)
            parts.update(dict.fromkeys(known, part))

    @property
    def is_exact(self) -> bool:
        return bool(EXACT.search(self))

    @cached_property
    def strict(self) -> str:
        """All of it must be there, one way or another; “a phrase” as it stands, -word must not."""
        if self.is_exact:
            return self.rows[0][-1] if self.rows else ""
        return " & ".join(f"({' | '.join(part.ways)})" for part in self.parts)

    @cached_property
    def loose(self) -> str:
        """Any of it."""
        return self.strict if self.is_exact else " | ".join(way for part in self.parts for way in part.ways)

    def telling(self, enough: float) -> str:
        """Any of it, without the common words that together do not say `enough`: whoever has only these is no answer."""
        left = enough * sum(part.weight for part in self.parts)
        telling = sorted(self.parts, key=lambda part: part.weight)
        while telling and telling[0].weight < left:
            left -= telling.pop(0).weight
        return " | ".join(way for part in telling for way in part.ways)


def has(query: str) -> Sql:
    """Rows of any table with a search column."""
    return Sql("{search} @@ {query}::tsquery", BooleanField(), query=query)


def joined(parts: list[Part]) -> Part:
    """Words that mean something together; each by itself is worth its share."""
    weight = sum(part.weight for part in parts) or 1.0
    whole = Part(weight, {" & ".join(f"({' | '.join(part.ways)})" for part in parts): 1.0})
    for part in parts:
        for way, worth in part.ways.items():
            whole.add(way, worth * part.weight / weight)
    return whole


def runs(words: list[str], n: int) -> Iterable[str]:
    return (" ".join(words[at : at + n]) for at in range(len(words) - n + 1))


def alike(phrase: str) -> Iterable[str]:
    """As it stands, and of one or of many: who writes a synonym down writes one of the two."""
    return (phrase, phrase[:-1]) if phrase.endswith("s") else (phrase, f"{phrase}s")


def found(words: list[str], phrase: list[str]) -> list[str]:
    """The words of the phrase, if they stand in a row."""
    n = len(phrase)
    return phrase if any(words[at : at + n] == phrase for at in range(len(words) - n + 1)) else []


def escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
