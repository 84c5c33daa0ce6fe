"""Every kind of automatic letter, for administrators: read it, change its words, try it out, take ours back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.mail_words import trying
from comms.mail_words.forms import WordsForm
from comms.mail_words.kinds import KINDS, Kind
from comms.mail_words.writing import changed, changed_by_kind, keep, words_of
from comms.models import Template
from comms.models.preference import can_come
from comms.notices.queue import wake
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.tickets.models import Ticket

may_change = permission_required("comms.change_template", raise_exception=True)


@for_the_desk
@require_safe
@may_change
def letter_list(request: HttpRequest) -> HttpResponse:
    theirs = changed_by_kind()
    rows = [(kind, theirs.get(kind.key, [])) for kind in KINDS.values() if can_come(kind.key)]
    return render(request, "comms/letters.html", {"rows": rows, "tab": "letters"})


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def letter(request: HttpRequest, kind: str) -> HttpResponse:
    found, language = find(request, kind)
    if request.method != "POST":
        return page(request, found, language)
    form = WordsForm(request.POST, kind=found)
    if not form.is_valid():
        return page(request, found, language, form=form)
    keep(found.key, language, form.words, by=request.user, now=timezone.now())
    messages.success(request, _("Kept. The next letter of this kind says it so."))
    return back_to(found, language)


@for_the_desk
@require_POST
@may_change
def letter_try(request: HttpRequest, kind: str) -> HttpResponse:
    """What is in the form, kept nowhere."""
    found, language = find(request, kind)
    return page(request, found, language, form=WordsForm(request.POST, kind=found))


@for_the_desk
@require_POST
@may_change
def letter_test(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a mail to oneself."""
    found, language = find(request, kind)
    form = WordsForm(request.POST, kind=found)
    if form.is_valid():
        ticket, now = ticket_of(request), timezone.now()
        written = trying.try_out(found, form.words, request.user, language=language, now=now, ticket=ticket)
        test = trying.test_letter(found, written, request.user, now=now)
        wake("comms.send_mail", [test.pk])
        messages.success(request, _("On its way to %(address)s.") % {"address": request.user.email})
    return page(request, found, language, form=form)


@for_the_desk
@require_POST
@may_change
def letter_ours(request: HttpRequest, kind: str) -> HttpResponse:
    found, language = find(request, kind)
    Template.objects.filter(kind=found.key, language=language).delete()
    messages.success(request, _("The words are Baton's again."))
    return back_to(found, language)


def find(request: HttpRequest, kind: str) -> tuple[Kind, str]:
    language = request.POST.get("language") or request.GET.get("language") or settings.LANGUAGE_CODE
    if kind not in KINDS or not can_come(kind) or language not in dict(settings.LANGUAGES):
        raise Http404
    return KINDS[kind], language


def back_to(kind: Kind, language: str) -> HttpResponse:
    return redirect(f"{reverse('comms:letter', args=[kind.key])}?language={language}")


def asked_for(request: HttpRequest) -> str:
    return (request.POST.get("ticket") or request.GET.get("ticket") or "").strip()


def ticket_of(request: HttpRequest) -> Ticket | None:
    number = asked_for(request).upper()
    return (
        Ticket.objects.visible_to(request.user).with_people().filter(number=number).first()
        if number
        else None
    )


def page(request: HttpRequest, kind: Kind, language: str, *, form: WordsForm | None = None) -> HttpResponse:
    """The words in a form, and below it the letter as it would come. Words that are refused have no preview."""
    theirs = Template.objects.filter(kind=kind.key, language=language).select_related("changed_by").first()
    if form is None:
        with translation.override(language):
            words = words_of(kind.key, changed())
        form = WordsForm({"subject": words.subject, "text": words.text}, kind=kind)
    ticket = ticket_of(request)
    shown = None
    if form.is_valid():
        now = timezone.now()
        shown = trying.try_out(kind, form.words, request.user, language=language, now=now, ticket=ticket)
    context = {
        "kind": kind,
        "language": language,
        "languages": settings.LANGUAGES,
        "theirs": theirs,
        "form": form,
        "shown": shown,
        "ticket": ticket,
        "asked_for": asked_for(request),
        "tab": "letters",
    }
    return render(request, "comms/letter.html", context, status=422 if request.POST and form.errors else 200)
