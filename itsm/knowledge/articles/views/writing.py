"""Writing: a new article, the next edition, for whom it is. Nothing that was typed is ever lost."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from itsm.frame.http import HttpRequest, render
from itsm.frame.markdown import to_html
from itsm.knowledge.articles import pictures
from itsm.knowledge.articles.access import article_or_404, may_change_about, may_write
from itsm.knowledge.articles.difference import Change, difference
from itsm.knowledge.articles.forms import AboutForm, WordsForm, is_stale, stamp
from itsm.knowledge.articles.tickets import first_words, ticket_of
from itsm.knowledge.models import Article, ArticleEdition, StaleEdition, Use
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused

PAGE = "knowledge/articles/write.html"


@for_the_desk
@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft: empty, from a ticket (`?ticket=`), or with a title (`?title=`) that was looked for in vain."""
    ticket = ticket_of(request)
    first = (
        first_words(ticket, request.user)
        if ticket
        else {"title": request.GET.get("title", "").replace("\x00", "")[:200]}
    )
    form = WordsForm(request.POST or None, request.FILES or None, initial=first)
    about = AboutForm(
        request.POST or None, prefix="about", initial={"owner": request.user.email, **about_of(ticket)}
    )
    context: dict[str, Any] = {"form": form, "about": about, "ticket": ticket}
    if request.method != "POST" or not (form.is_valid() and about.is_valid()):
        return render(request, PAGE, context, status=422 if request.method == "POST" else 200)
    if request.POST.get("act") == "preview":
        return render(request, PAGE, context | {"preview": to_html(form.words["body"])})
    article = Article.begin(
        by=request.user, words=words_of(form), changes=form.words["changes"], **plain(about)
    )
    for name in ("sites", "teams", "services"):
        getattr(article, name).set(about.cleaned_data[name])
    if ticket is not None:
        article.use_on(ticket, Use.How.WRITTEN, by=request.user)
    if form.cleaned_data["pictures"]:
        return with_pictures(request, article, form)
    messages.success(request, _("%(number)s is kept as a draft.") % {"number": article.number})
    return redirect(article)


def about_of(ticket: Any) -> dict[str, Any]:
    return {"services": [ticket.service_id]} if ticket is not None and ticket.service_id else {}


def words_of(form: WordsForm) -> dict[str, str]:
    return {name: form.words[name] for name in ArticleEdition.WORDS}


def plain(about: AboutForm) -> dict[str, Any]:
    """All but the lists, which need the row first."""
    lists = {"sites", "teams", "services", "seen"}
    return {name: value for name, value in about.cleaned_data.items() if name not in lists}


@for_the_desk
@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """The next edition, from the one in the making or from what readers have."""
    article = article_or_404(request.user, number)
    if request.method != "POST":
        if article.state == Article.State.RETIRED:
            raise Refused(_("It is retired: restore it first."))
        return render(request, PAGE, {"article": article, "form": begun(article), "edition": article.making})
    form = WordsForm(request.POST, request.FILES)
    context: dict[str, Any] = {"article": article, "form": form}
    if not form.is_valid():
        return render(request, PAGE, context, status=422)
    if request.POST.get("act") == "preview":
        return render(request, PAGE, context | {"preview": to_html(form.words["body"])})
    if form.cleaned_data["pictures"]:
        return with_pictures(request, article, form)
    return save(request, article, form)


def begun(article: Article) -> WordsForm:
    source = article.making or article
    number, seen = article.next_edition
    first = {name: getattr(source, name) for name in ArticleEdition.WORDS}
    first["changes"] = getattr(source, "changes", "")
    return WordsForm(initial={**first, "edition": number, "seen": seen})


def save(request: HttpRequest, article: Article, form: WordsForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        article.write(by=request.user, edition=given["edition"] or 0, seen=given["seen"] or 0, **form.words)
    except StaleEdition as stale:
        return told(request, article, form, stale.edition)
    messages.success(request, _("Saved. Readers have what was published until this is."))
    return redirect(article)


def told(request: HttpRequest, article: Article, form: WordsForm, theirs: Any) -> HttpResponse:
    """Somebody was faster: both texts, nothing lost; the next press saves knowingly over theirs."""
    form.data = request.POST.copy()
    form.data["edition"], form.data["seen"] = (str(one) for one in article.next_edition)
    both = [
        Change(str(label), difference(getattr(theirs, name), form.words[name]))
        for name, label in ArticleEdition.labels().items()
    ]
    context = {
        "article": article,
        "form": form,
        "theirs": theirs,
        "both": [change for change in both if change.html],
    }
    return render(request, PAGE, context, status=409)


def with_pictures(request: HttpRequest, article: Article, form: WordsForm) -> HttpResponse:
    """Keep the pictures and show the text with them at its end; the text itself is saved by the next press."""
    made, wrong = [], []
    for upload in form.cleaned_data["pictures"]:
        try:
            made.append(pictures.keep_upload(article, upload, by=request.user))
        except ValidationError as error:
            wrong.extend(error.messages)
    again = WordsForm(initial={**form.words, **seen_of(article, form)})
    shown = "\n\n".join([form.words["body"].rstrip(), *(pictures.markdown(image) for image in made)])
    again.initial["body"] = shown.lstrip() + "\n"
    context = {"article": article, "form": again, "added": made, "wrong": wrong}
    return render(request, PAGE, context, status=422 if wrong else 200)


def seen_of(article: Article, form: WordsForm) -> dict[str, int]:
    if form.cleaned_data["edition"] is None:  # it was begun a moment ago, from this very form
        number, seen = article.next_edition
        return {"edition": number, "seen": seen}
    return {"edition": form.cleaned_data["edition"], "seen": form.cleaned_data["seen"] or 0}


@for_the_desk
@may_write
@require_POST
def add_image(request: HttpRequest, number: str) -> HttpResponse:
    """One picture, pasted or dropped into the text: how it is written there."""
    article = article_or_404(request.user, number)
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": _("There is no file in it.")}, status=422)
    try:
        image = pictures.keep_upload(article, upload, by=request.user)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    return JsonResponse({"markdown": pictures.markdown(image)})


@for_the_desk
@may_write
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text as readers would see it, while it is written."""
    context = {"preview": to_html(request.POST.get("body", ""))}
    return render(request, "knowledge/articles/preview.html", context)


@for_the_desk
@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, number: str) -> HttpResponse:
    """For whom it is and who looks after it. What is published changes for its readers at once."""
    article = article_or_404(request.user, number)
    if not may_change_about(request.user, article):
        raise Http404
    form = AboutForm(request.POST or None, instance=article)
    status = 200
    stale = False
    if request.method == "POST":
        status = 422
        before = Article.objects.get(pk=article.pk)
        if form.is_valid():
            stale = is_stale(before, form.cleaned_data["seen"])
            if not stale:
                form.instance.changed_at = timezone.now()
                form.save()
                messages.success(request, _("Saved."))
                return redirect(article)
            status = 409
            form.data = request.POST.copy()
            form.data["seen"] = stamp(before)
    context = {"article": article, "form": form, "stale": stale}
    return render(request, "knowledge/articles/about.html", context, status=status)
