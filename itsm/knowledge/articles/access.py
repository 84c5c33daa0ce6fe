"""The one door to an article: what you may not read does not exist."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404

from itsm.knowledge.models import Article, ArticleEdition
from itsm.people.models import Person

WRITE, PUBLISH, ALONE = (
    "knowledge.write_article",
    "knowledge.publish_article",
    "knowledge.publish_article_alone",
)
may_write = permission_required(WRITE, raise_exception=True)
may_publish = permission_required(PUBLISH, raise_exception=True)
may_import = permission_required(ALONE, raise_exception=True)


def article_or_404(person: Person, number: str) -> Article:
    readable = Article.objects.visible_to(person).select_related("owner", "team", "translates", "retired_by")
    return get_object_or_404(readable, number=number.upper())


def making_or_404(article: Article) -> ArticleEdition:
    if (making := article.making) is None:
        raise Http404
    making.article = article
    return making


def may_decide(person: Person, edition: ArticleEdition) -> bool:
    """A second pair of eyes, unless somebody may do without."""
    if person.pk == edition.by_id:
        return person.has_perm(ALONE)
    return person.has_perm(PUBLISH)


def may_change_about(person: Person, article: Article) -> bool:
    """Opening a published article to more readers is as good as publishing it."""
    return person.has_perm(PUBLISH if article.state != Article.State.DRAFT else WRITE)
