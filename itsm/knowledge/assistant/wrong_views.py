"""Answers that did not help, for whoever looks after the article they came from."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.knowledge.articles.access import WRITE, may_write
from itsm.knowledge.assistant.outcomes import articles_of, see_to, wrong_answers
from itsm.knowledge.models import Turn
from itsm.people.access import for_the_desk

LISTED = 30


@for_the_desk
@require_safe
def wrong_list(request: HttpRequest) -> HttpResponse:
    """Mine, or everybody's."""
    everyone = request.GET.get("whose") == "all"
    rows = wrong_answers(None if everyone else request.user)
    page = KeysetPage.of(rows, ("-wrong_at", "-pk"), request.GET.get("cursor"), size=LISTED)
    articles_of(page.rows)
    context = {"page": page, "everyone": everyone, "may_write": request.user.has_perm(WRITE)}
    return render(request, "knowledge/assistant/wrong.html", context)


@for_the_desk
@may_write
@require_POST
def seen_to(request: HttpRequest, pk: int) -> HttpResponse:
    """The article is better now, or it was about something else."""
    turn = get_object_or_404(Turn, pk=pk, wrong_at__isnull=False)
    see_to(turn)
    messages.success(request, _("Noted: somebody saw to it."))
    return redirect("answers:list")
