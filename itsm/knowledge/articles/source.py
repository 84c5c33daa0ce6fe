"""Articles among the answers: what says it best, and of equals what helped most."""

from math import log1p

from django.utils.translation import gettext_lazy as _

from itsm.knowledge.closest import closest
from itsm.knowledge.models import Article
from itsm.knowledge.sources import Hit, Source
from itsm.people.models import Person

MORE = 3  # times as many are looked at as are shown, for those that helped to come forward
LIFT = 0.02  # what ten times as much help is worth is less than half a word
MOST = 0.1


def find(words: str, reader: Person, limit: int) -> list[Hit]:
    """What the reader may read; the desk finds its drafts, too, nobody what is retired."""
    readable = Article.objects.visible_to(reader).exclude(state=Article.State.RETIRED)
    found = closest(readable, words, limit=limit * MORE, text="body")
    ranked = sorted(found, key=lambda article: -lifted(article))[:limit]
    services = first_services(ranked)
    return [hit_of(article, services.get(article.pk)) for article in ranked]


def lifted(article: Article) -> float:
    """Helpful votes and tickets it was used on speak for it, votes against it take that back."""
    good = max(article.helped + 2 * article.uses - article.did_not_help, 0)
    score: float = article.score  # type: ignore[attr-defined]
    return score + min(LIFT * log1p(good), MOST)


def first_services(articles: list[Article]) -> dict[int, int]:
    links = Article.services.through.objects.filter(article__in=[article.pk for article in articles])
    return dict(links.order_by("-pk").values_list("article_id", "service_id"))


def hit_of(article: Article, service: int | None) -> Hit:
    unread = article.state != Article.State.PUBLISHED
    return Hit(
        kind="article",
        key=article.number,
        title=article.title,
        url=article.get_absolute_url(),
        excerpt=article.excerpt,  # type: ignore[attr-defined]
        score=min(lifted(article), 1.0),
        state=article.state if unread else "",
        said=article.get_state_display() if unread else "",
        service=service,
        at=article.changed_at,
    )


ARTICLES = Source(kind="article", label=_("Articles"), find=find, order=20, icon="book-open")
