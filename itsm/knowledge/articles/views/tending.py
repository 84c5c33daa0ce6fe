"""Looking after articles: what waits for a second reader, what is due, what did not help; and each act on one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.knowledge.articles.access import article_or_404, may_write
from itsm.knowledge.articles.acts import ACTS, Act
from itsm.knowledge.articles.forms import ReasonForm, ShortReasonForm
from itsm.knowledge.models import Article, ArticleEdition, Vote
from itsm.people.access import for_the_desk
from itsm.people.models import Person

SHOWN = 50  # of each kind; done is done, and the next ones follow


def waiting(owner: Person | None) -> dict[str, Any]:
    """Of all articles, or of those that one person looks after."""
    proposed = ArticleEdition.objects.filter(state=ArticleEdition.State.PROPOSED)
    due = Article.objects.due_for_review().for_list()
    unheard = Vote.objects.filter(helped=False, answered_at=None)
    if owner is not None:
        proposed, unheard = proposed.filter(article__owner=owner), unheard.filter(article__owner=owner)
        due = due.filter(owner=owner)
    return {
        "proposed": proposed.select_related("article", "by")
        .defer("body", "article__body")
        .order_by("at")[:SHOWN],
        "due": due.order_by("review_on", "pk")[:SHOWN],
        "voices": unheard.select_related("article", "article__owner", "person")
        .defer("article__body")
        .order_by("-at")[:SHOWN],
    }


@for_the_desk
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """`?mine`: only of articles that I look after."""
    mine = "mine" in request.GET
    context = waiting(request.user if mine else None) | {"mine": mine}
    return render(request, "knowledge/articles/review.html", context)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One act on one article. Where a reason is needed, a page asks for it."""
    article, known = article_or_404(request.user, number), ACTS[name]
    if not known.is_allowed(request.user):
        raise PermissionDenied
    asks = ShortReasonForm if name == "retire" else ReasonForm
    form = asks(request.POST or None) if known.reason else None
    if request.method != "POST" or (form is not None and not form.is_valid()):
        status = 422 if request.method == "POST" else 200
        context = {"article": article, "act": known, "form": form}
        return render(request, "knowledge/articles/act.html", context, status=status)
    return do(request, article, known, form.cleaned_data["reason"] if form else "")


def do(request: HttpRequest, article: Article, known: Act, reason: str) -> HttpResponse:
    try:
        gone = known.do(article, request.user, reason)
    except ValidationError as holes:  # an edition with a hole is not published
        messages.error(request, " ".join(holes.messages))
        return redirect("articles:edit", article.number)
    messages.success(request, str(known.done) % {"number": article.number})
    if known.name == "discard" and gone is True:
        return redirect("articles:list")
    return redirect(article)


@for_the_desk
@may_write
@require_POST
def answer_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody saw to it: the words are better now, or it was about something else."""
    vote = get_object_or_404(Vote.objects.select_related("article"), pk=pk, helped=False)
    Vote.objects.filter(pk=vote.pk, answered_at=None).update(answered_at=timezone.now())
    messages.success(request, _("Noted: somebody saw to it."))
    return redirect("articles:review")
