"""Known errors for colleagues: what we know of and have not repaired yet, the way round, and whether it works for them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.markdown import to_html
from itsm.frame.paging import KeysetPage
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket
from problems.known_errors.access import for_colleagues
from problems.known_errors.forms import AnswerForm
from problems.models import KnownError, Trial


@require_safe
def known_error_list(request: HttpRequest) -> HttpResponse:
    rows = for_colleagues(request.user).only(
        "number", "title", "symptom", "changed_at", "works_count", "fails_count"
    )
    page = KeysetPage.of(rows, ("-changed_at", "-pk"), request.GET.get("cursor"), size=50)
    return render(request, "problems/known_errors/portal_list.html", {"page": page})


@require_safe
def known_error(request: HttpRequest, number: str) -> HttpResponse:
    return page(request, get_object_or_404(for_colleagues(request.user), number=number.upper()))


def page(request: HttpRequest, found: KnownError, *, status: int = 200, **more: Any) -> HttpResponse:
    trial = found.trial_of(request.user)
    context = {
        "known": found,
        "way": to_html(found.workaround),
        "services": found.services.all(),
        "trial": trial,
        "where": trial.environment if trial else found.begin_trial(request.user).environment,
        "form": AnswerForm(),
        **more,
    }
    return render(request, "problems/known_errors/portal.html", context, status=status)


@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Works, does not work, not needed: which button it was decides, so it needs no JavaScript."""
    found = get_object_or_404(for_colleagues(request.user), number=number.upper())
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, found, form=form, status=422)
    try:
        trial = found.answer(request.user, **form.cleaned_data)
    except Refused as refused:
        return page(request, found, refused=refused, status=409)
    messages.success(request, thanks(trial))
    return redirect(*back_to(request, trial))


def back_to(request: HttpRequest, trial: Trial) -> tuple[str, str]:
    """To the ticket they answered on, if it is theirs; else to the known error, while it is there."""
    asked = request.POST.get("ticket", "")
    mine = Ticket.objects.visible_to(request.user).filter(number=asked.upper()).first() if asked else None
    if mine is not None:
        return "portal:ticket", mine.number
    if for_colleagues(request.user).filter(pk=trial.known_error_id).exists():
        return "known:known_error", trial.known_error.number
    return ("portal:home",)  # type: ignore[return-value]


def thanks(trial: Trial) -> str:
    match trial.answer:
        case Trial.Answer.WORKS:
            return _("Noted: it works for you. That helps others, too.")
        case Trial.Answer.FAILS if Ticket.objects.filter(pk=trial.ticket_id).open().exists():
            return _("Noted: it does not work for you. Your ticket is with us again.")
        case Trial.Answer.FAILS:
            return _("Noted: it does not work for you.")
    return _("Noted: you do not need it any more.")
