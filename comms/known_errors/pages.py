"""The signed page: the way round, three buttons, and one answer that may be changed once."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comms.known_errors import links
from comms.letters import reading_as
from itsm.frame.http import HttpRequest, render
from itsm.frame.markdown import to_html
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel, Ticket
from problems.known_errors.forms import AnswerForm
from problems.models import Trial

TEMPLATE = "comms/known_errors/answer.html"


@csrf_exempt  # the signed address is the proof; a mail program's own browser has no cookie of ours
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Looking answers nothing, whatever looks; only a POST of one of the buttons does. Whoever is known by their sign-in
    to be somebody else is refused.
    """
    found = links.read(token, now=timezone.now())
    if found is None:
        return render(request, TEMPLATE, {"nothing": True}, status=404)
    if request.user.is_authenticated and request.user.pk != found.trial.person_id:
        return render(request, TEMPLATE, {"forwarded": found.trial.person}, status=403)
    with reading_as(found.trial.person):
        if found.expired or found.is_over:
            return render(request, TEMPLATE, {"over": True, "expired": found.expired}, status=410)
        return take(request, found.trial) if request.method == "POST" else page(request, found.trial)


def page(request: HttpRequest, trial: Trial, *, status: int = 200, **about: Any) -> HttpResponse:
    ticket = trial.ticket.specific if trial.ticket else None
    asked = request.GET.get("answer", "")
    context = {
        "trial": trial,
        "known": trial.known_error,
        "way": to_html(trial.known_error.workaround),
        "where": trial.environment,
        "asked": asked if asked in Trial.GIVEN else "",
        "solvable": bool(ticket and ticket.concerns(trial.person) and "resolve" in ticket.allowed_verbs),
        **about,
    }
    return render(request, TEMPLATE, context, status=status)


def take(request: HttpRequest, trial: Trial) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, trial, status=422)
    try:
        said = trial.known_error.answer(trial.person, channel=Channel.MAIL, **form.cleaned_data)
    except Refused as refused:
        return page(request, trial, refused=refused, status=409)
    again = Ticket.objects.filter(pk=said.ticket_id).open().first()  # what is closed stays closed
    return render(request, TEMPLATE, {"done": said, "ticket": again})
