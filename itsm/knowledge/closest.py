"""The rows of any table with a search column that come closest to what somebody asks in their own words.

A row scores what the words it has weigh, of what all words of the question weigh: 1 has all of them in its title or its
keywords (A), less counts what stands in the summary (B) or in the text (C, D). So the scores of all tables compare.
"""

import re
from typing import Any

from django.db.models import F, FloatField, Func, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Length
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from itsm.frame.markdown import words_of
from itsm.frame.sql import Sql
from itsm.knowledge.question import Question, has

TITLE, SUMMARY, ANYWHERE = 1.0, 0.75, 0.45  # what a word is worth there
ENOUGH = 0.4  # of what is asked, weighed, must be there
CANDIDATES = 60  # are looked at word by word; PostgreSQL's own rank, which is quick and knows no rare words, finds them
LOOKED_AT = 20_000  # characters of a text in which the hit is marked
PAGE = 6_000  # of a text that was written to be read: what it is about stands at its beginning
# Marks that no text contains, turned into <mark> after escaping.
START, STOP = "\u0002", "\u0003"
RANK = f"ts_rank(ARRAY[{ANYWHERE}, {ANYWHERE}, {SUMMARY}, {TITLE}]::real[], {{search}}, {{query}}::tsquery)"
MARKED = f"""ts_headline('english', left({{text}}, {{looked_at}}), {{query}}::tsquery,
    'StartSel={START}, StopSel={STOP}, MaxWords=30, MinWords=12, MaxFragments=1')"""
LEXEME = re.compile(r"('(?:[^']|'')*')(?::(\*))?")


class Score(Func):
    """What the row's search column has of the question. It is unpacked once (||), however many ways are tried."""

    output_field = FloatField()
    template = "(SELECT %(worth)s FROM (SELECT %(expressions)s || ''::tsvector AS vector OFFSET 0) own)"
    WAY = """CASE WHEN NOT own.vector @@ %s::tsquery THEN 0 WHEN own.vector @@ %s::tsquery THEN %s
        WHEN own.vector @@ %s::tsquery THEN %s ELSE %s END"""

    def __init__(self, question: Question) -> None:
        super().__init__(F("search"))
        self.parts = question.parts
        self.total = sum(part.weight for part in self.parts) or 1.0

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        context["worth"] = " + ".join(
            f"greatest({', '.join([self.WAY] * len(part.ways))})" for part in self.parts
        )
        sql, params = super().as_sql(compiler, connection, **context)
        ways = [
            self.way(query, part.weight * worth) for part in self.parts for query, worth in part.ways.items()
        ]
        return sql, [*(param for way in ways for param in way), *params]

    def way(self, query: str, weight: float) -> list[Any]:
        title, summary, anywhere = (weight / self.total * share for share in (TITLE, SUMMARY, ANYWHERE))
        return [query, labelled(query, "A"), title, labelled(query, "AB"), summary, anywhere]


def labelled(query: str, label: str) -> str:
    """The same query, for words in these parts of the text only."""
    return LEXEME.sub(lambda lexeme: f"{lexeme[1]}:{lexeme[2] or ''}{label}", query)


def closest(
    rows: QuerySet[Any],
    words: str,
    *,
    limit: int,
    text: str = "",
    lift: Combinable | None = None,
    small: bool = False,
    enough: float = ENOUGH,
) -> list[Any]:
    """Of these rows the best, each with `.score` and, if `text` names a column of Markdown, an `.excerpt`.

    `lift` is what a row gains for another reason, such as that it helped with tickets like this. Of a `small` table all
    rows with a word of it are looked at word by word.
    """
    question = Question.of(words)
    if not question.parts:
        return []
    query = question.strict if question.is_exact else question.telling(enough)
    fitting = rows.filter(has(query))
    if not small:
        best_first = Sql(RANK, FloatField(), query=query).desc()
        fitting = rows.filter(pk__in=fitting.order_by(best_first).values("pk")[:CANDIDATES])
    score: Any = Score(question) if lift is None else Score(question) + lift
    found = fitting.annotate(score=score).order_by("-score", Length("title"), "-pk")
    if text:
        found = found.annotate(marked=headline(text, question, PAGE))
    best = [row for row in found[:limit] if question.is_exact or row.score >= enough]
    for row in best:
        row.score = min(row.score, 1.0)
        if text:
            row.excerpt = as_html(words_of(row.marked))
    return best


def headline(field: str, question: Question, looked_at: int = LOOKED_AT) -> Any:
    return Sql(
        MARKED.replace("{text}", f"{{{field}}}"), TextField(), query=question.loose, looked_at=looked_at
    )


def as_html(text: str) -> SafeString:
    safe = escape(text).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(safe)  # noqa: S308  # escaped first
