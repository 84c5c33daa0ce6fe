"""Articles as they are read: the list, one of them, its pictures, its editions."""

from typing import Any

from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.markdown import to_html
from itsm.frame.paging import KeysetPage
from itsm.knowledge.articles import acts, pictures
from itsm.knowledge.articles.access import WRITE, article_or_404, may_change_about, may_decide
from itsm.knowledge.articles.difference import Change, difference
from itsm.knowledge.articles.filters import ArticleFilter
from itsm.knowledge.articles.forms import CommentForm, VoteForm
from itsm.knowledge.models import Article, ArticleEdition
from itsm.people.access import for_the_desk
from itsm.people.models import Audience
from itsm.people.roles import LABELS
from itsm.tickets.models import Ticket
from itsm.tickets.views.files import SANDBOX

USES_SHOWN, COMMENTS_SHOWN, VOICES_SHOWN = 10, 100, 20
ORDER = {"desk": ("-changed_at", "-pk"), "portal": ("-uses", "title", "pk")}  # what helped most comes first


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    desk = request.user.works_the_desk
    found = ArticleFilter(request.GET, Article.objects.visible_to(request.user).for_list(), request=request)
    articles = found.qs if found.form.is_valid() else Article.objects.none()
    asked = request.GET.copy()
    cursor = asked.pop("cursor", [""])[-1]
    order = ORDER["desk" if desk else "portal"]
    context = {
        "page": KeysetPage.of(articles, order, cursor, size=50),
        "filter": found,
        "base": asked.urlencode(),
        "asked": any(asked.values()),
        "may_write": desk and request.user.has_perm(WRITE),
    }
    return render(request, "knowledge/articles/list.html", context)


@require_safe
def article(request: HttpRequest, number: str) -> HttpResponse:
    found = article_or_404(request.user, number)
    return render(request, "knowledge/articles/article.html", about(request, found))


def about(request: HttpRequest, found: Article, **more: Any) -> dict[str, Any]:
    """What the page of an article shows: all of it to the desk, to a colleague what readers have."""
    edition = found.making if request.user.works_the_desk else None
    shown = edition if edition is not None and found.state == Article.State.DRAFT else found
    context = {
        "article": found,
        "shown": shown,
        "body": to_html(shown.body),
        "languages": languages(request, found),
        "services": found.services.all(),
        "comments": comments(found),
        "comment_form": CommentForm(),
        "vote": found.votes.filter(person=request.user).first(),
        "vote_form": VoteForm(),
        "may_remove": may_change_about(request.user, found) and request.user.works_the_desk,
    }
    if request.user.works_the_desk:
        context |= at_the_desk(request, found, edition)
    return context | more


def at_the_desk(request: HttpRequest, found: Article, edition: ArticleEdition | None) -> dict[str, Any]:
    seen = Ticket.objects.visible_to(request.user)
    limited = found.audience == Audience.LIMITED
    return {
        "edition": edition,
        "acts": acts.offered(found, edition, request.user),
        "may_write": request.user.has_perm(WRITE),
        "may_change_about": may_change_about(request.user, found),
        "used": found.used.filter(ticket__in=seen).select_related("ticket").order_by("-pk")[:USES_SHOWN],
        "voices": found.votes.filter(helped=False, answered_at=None).select_related("person")[:VOICES_SHOWN],
        "readers": [*found.sites.all(), *found.teams.all(), *(LABELS[role] for role in found.roles)]
        if limited
        else [],
    }


def comments(found: Article) -> list[Any]:
    newest = found.comments.filter(removed_by=None).select_related("by").order_by("-pk")[:COMMENTS_SHOWN]
    return list(newest)[::-1]


def languages(request: HttpRequest, found: Article) -> list[Article]:
    """The same in other languages, as far as the reader may read it."""
    root = found.translates_id or found.pk
    readable = Article.objects.visible_to(request.user).exclude(state=Article.State.RETIRED)
    return list(readable.filter(Q(pk=root) | Q(translates=root)).exclude(pk=found.pk).for_list())


@require_safe
def image(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Who may read the text it stands in may see it; nobody else can tell that there is one."""
    pictures_of = article_or_404(request.user, number).images
    found = get_object_or_404(pictures_of.visible_to(request.user), digest__startswith=key)
    answer = FileResponse(found.file.open(), content_type=pictures.content_type(found))
    for name, value in {**SANDBOX, "Cache-Control": "private, max-age=86400"}.items():
        answer[name] = value
    return answer  # type: ignore[return-value]


@for_the_desk
@require_safe
def editions(request: HttpRequest, number: str) -> HttpResponse:
    """How it came to be what it is."""
    found = article_or_404(request.user, number)
    rows = found.editions.select_related("by", "decided_by").defer("body")
    return render(request, "knowledge/articles/editions.html", {"article": found, "editions": rows})


@for_the_desk
@require_safe
def edition(request: HttpRequest, number: str, edition: int) -> HttpResponse:
    """One of them, and word by word what was new in it."""
    found = article_or_404(request.user, number)
    this = get_object_or_404(found.editions.select_related("by", "decided_by"), number=edition)
    before = found.editions.filter(number__lt=edition).first()
    making = this.state != ArticleEdition.State.PUBLISHED
    offered = acts.offered(found, this, request.user) if making else []
    context = {
        "article": found,
        "edition": this,
        "before": before,
        "changes": changes(before, this) if before else [],
        "body": to_html(this.body),
        "acts": [act for act in offered if act.name in acts.OF_EDITION],
        "waits_for_another": making and not may_decide(request.user, this),
    }
    return render(request, "knowledge/articles/edition.html", context)


def changes(before: ArticleEdition, after: ArticleEdition) -> list[Change]:
    found = [
        Change(str(label), difference(getattr(before, name), getattr(after, name)))
        for name, label in ArticleEdition.labels().items()
    ]
    return [change for change in found if change.html]
