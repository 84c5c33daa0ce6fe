"""What readers say of an article, and where the desk used it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.knowledge.articles import tickets
from itsm.knowledge.articles.access import article_or_404, may_change_about
from itsm.knowledge.articles.forms import CommentForm, VoteForm
from itsm.knowledge.articles.views.reading import about
from itsm.knowledge.models import Article, Use
from itsm.people.access import for_the_desk

PAGE = "knowledge/articles/article.html"
FOUND = 8


@require_POST
def vote(request: HttpRequest, number: str) -> HttpResponse:
    """Did it help? A no may say why; the owner reads it."""
    article = article_or_404(request.user, number)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, about(request, article, vote_form=form), status=422)
    said = article.vote(request.user, **form.cleaned_data)
    words = _("Good to know.") if said.helped else _("Thanks: whoever looks after this article reads it.")
    messages.success(request, words)
    return redirect(f"{article.get_absolute_url()}#helped")


@require_POST
def comment(request: HttpRequest, number: str) -> HttpResponse:
    article = article_or_404(request.user, number)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, about(request, article, comment_form=form), status=422)
    made = article.comment(form.cleaned_data["words"], by=request.user)
    return redirect(f"{article.get_absolute_url()}#c{made.pk}")


@require_POST
def remove_comment(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One's own, or any by whoever may publish."""
    article = article_or_404(request.user, number)
    found = get_object_or_404(article.comments.filter(removed_by=None), pk=pk)
    keeper = request.user.works_the_desk and may_change_about(request.user, article)
    if found.by_id != request.user.pk and not keeper:
        raise PermissionDenied
    found.remove(by=request.user)
    messages.success(request, _("The comment is removed."))
    return redirect(article)


@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """It did not help: on to a report that says what it was about."""
    article = article_or_404(request.user, number)
    words = {"words": f"{article.title} ({article.number})"}
    return redirect(f"{reverse('incidents:report')}?{urlencode(words)}")


@for_the_desk
@require_safe
def beside(request: HttpRequest, ticket: str) -> HttpResponse:
    """A region of the ticket's page; a page of its own without JavaScript."""
    found = tickets.ticket_or_404(request.user, ticket)
    context = tickets.beside(found, request.user)
    return render(request, "knowledge/articles/beside.html", context, partial="articles")


@for_the_desk
@require_POST
def use(request: HttpRequest, ticket: str) -> HttpResponse:
    """Link an article to a ticket."""
    found = tickets.worked_by(request.user, ticket)
    named = request.POST.get("article", "").strip().upper()
    article = Article.objects.visible_to(request.user).filter(number=named).first()
    if article is None:
        messages.error(request, _("There is no article with that number. Choose one of the suggestions."))
        return redirect(found)
    if article.use_on(found.specific, Use.How.LINKED, by=request.user):
        messages.success(request, _("%(number)s is noted as used here.") % {"number": article.number})
    return redirect(found)


@for_the_desk
@require_POST
def leave(request: HttpRequest, ticket: str, number: str) -> HttpResponse:
    found = tickets.worked_by(request.user, ticket)
    article_or_404(request.user, number).leave(found.specific, by=request.user)
    return redirect(found)


@for_the_desk
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Suggestions while an agent names an article."""
    words = request.GET.get("article", "").replace("\x00", "").strip()
    found = Article.objects.none()
    if words:
        fits = Q(title__icontains=words) | Q(number__istartswith=words) | Q(keywords__icontains=words)
        found = Article.objects.published().filter(fits).for_list().order_by("-uses", "title")[:FOUND]
    return render(request, "knowledge/articles/options.html", {"found": found})
