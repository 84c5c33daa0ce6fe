"""Articles among the answers: what says it best, and of equals what helped most."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from itsm.knowledge.closest import closest
from itsm.knowledge.lifting import lift
from itsm.knowledge.models import Article
from itsm.knowledge.question import Question
from itsm.knowledge.sources import Hit, Source, Whole
from itsm.people.models import Audience, Person

READ = 2000  # characters of a text from which we learn how words are written
TOLD = 20_000  # characters of a text from which the assistant tells


def find(words: str, reader: Person, limit: int) -> list[Hit]:
    """What the reader may read; the desk finds its drafts, too, nobody what is retired."""
    question = Question.of(words)
    readable = Article.objects.visible_to(reader).exclude(state=Article.State.RETIRED)
    if question.only.service is not None:
        readable = readable.filter(services=question.only.service)
    if question.only.since is not None:
        readable = readable.filter(changed_at__gte=question.only.since)
    rows = readable.only("number", "title", "state", "changed_at")
    best = closest(rows, question, limit=limit, text="body", lift=lift(question))
    return [hit_of(row, question.only.service) for row in best]


def hit_of(article: Any, service: int | None) -> Hit:
    """`service`: the one that was asked for, and it is about that one."""
    unread = article.state != Article.State.PUBLISHED
    return Hit(
        kind="article",
        key=article.number,
        title=article.title,
        url=article.get_absolute_url(),
        excerpt=article.excerpt,
        score=article.score,
        state=article.state if unread else "",
        said=article.get_state_display() if unread else "",
        services=frozenset(filter(None, [service])),
        at=article.changed_at,
    )


def texts() -> Iterable[str]:
    """What every colleague may read."""
    rows = Article.objects.published().filter(audience=Audience.EVERYONE)
    beginnings = rows.values_list("title", "keywords", "summary", Left("body", READ))
    return (" ".join(row) for row in beginnings.iterator())


def read(keys: Sequence[str], reader: Person) -> dict[str, Whole]:
    """Of published ones only, for the desk too: a draft is nobody's answer."""
    rows = Article.objects.visible_to(reader).published().filter(number__in=keys)
    found = rows.values_list("number", "title", "summary", "keywords", Left("body", TOLD))
    return {
        number: Whole(text=body, about=f"{title}. {summary} {keywords}", trusted=True)
        for number, title, summary, keywords, body in found
    }


ARTICLES = Source(
    kind="article", label=_("Articles"), find=find, order=30, icon="book-open", texts=texts, read=read
)  # what one may ask for stands above what one may read
