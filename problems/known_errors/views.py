"""Known errors at the desk: the list, one of them, writing, its acts, and offering the way round on a ticket."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.markdown import to_html
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused
from problems.known_errors import acts
from problems.known_errors.access import WRITE, known_error_or_404, may_write, ticket_or_404
from problems.known_errors.filters import KnownErrorFilter
from problems.known_errors.forms import CommunicateForm, KnownErrorForm
from problems.models import KnownError, Problem

TRIALS_SHOWN = 20
ORDER = ("-changed_at", "-pk")


@for_the_desk
@require_safe
def known_error_list(request: HttpRequest) -> HttpResponse:
    rows = KnownError.objects.visible_to(request.user).for_list()
    found = KnownErrorFilter(request.GET, rows, request=request)
    asked = request.GET.copy()
    cursor = asked.pop("cursor", [""])[-1]
    context = {
        "page": KeysetPage.of(found.qs if found.form.is_valid() else rows.none(), ORDER, cursor, size=50),
        "filter": found,
        "base": asked.urlencode(),
        "asked": any(asked.values()),
        "may_write": request.user.has_perm(WRITE),
    }
    return render(request, "problems/known_errors/list.html", context)


@require_safe
def known_error(request: HttpRequest, number: str) -> HttpResponse:
    """For the desk; a colleague reads it in the portal."""
    found = known_error_or_404(request.user, number)
    if not request.user.works_the_desk:
        return redirect("known:known_error", number=found.number)
    return render(request, "problems/known_errors/known_error.html", about(request, found))


def about(request: HttpRequest, found: KnownError) -> dict[str, Any]:
    trials = found.trials.filter(edition=found.edition)
    answered = trials.exclude(answer="").select_related("person", "ticket").order_by("-answered_at", "-pk")
    published = found.state == KnownError.State.PUBLISHED and found.problem_id is not None
    to_tell = found.tickets_to_tell(request.user).count() if published else 0
    return {
        "known": found,
        "way": to_html(found.workaround),
        "services": found.services.all(),
        "readers": found.readers(),
        "rates": found.rates(),
        "answered": answered[:TRIALS_SHOWN],
        "unanswered": trials.filter(answer="").count(),
        "to_tell": to_tell,
        "story": [{**line, "moment": parse_datetime(line["at"])} for line in reversed(found.history)],
        "acts": acts.offered(found, request.user, to_tell=to_tell),
        "may_write": request.user.has_perm(WRITE) and found.state != KnownError.State.RETIRED,
    }


@for_the_desk
@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Written down; `?problem=PRB-12` begins with what that problem knows."""
    form = KnownErrorForm(request.POST or None, person=request.user, initial=first_words(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = KnownError.write(by=request.user, **form.said)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("%(number)s is a draft: only the desk sees it.") % {"number": made.number}
            )
            return redirect(made)
    context = {"form": form, "known": None}
    return render(request, "problems/known_errors/write.html", context, status=422 if form.errors else 200)


def first_words(request: HttpRequest) -> dict[str, Any]:
    first: dict[str, Any] = {"owner": request.user.email, "since": timezone.localdate()}
    number = request.GET.get("problem", "").upper()
    problem = Problem.objects.visible_to(request.user).filter(number=number).first() if number else None
    if problem is None:
        return first
    services = [problem.service_id] if problem.service_id else []
    return first | {
        "title": problem.title[:160], "symptom": problem.description, "cause": problem.cause, "problem": problem.number,
        "services": services, "since": timezone.localdate(problem.first_incident_at or problem.opened_at),
    }  # fmt: skip


@for_the_desk
@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    found = known_error_or_404(request.user, number)
    form = KnownErrorForm(request.POST or None, instance=found, person=request.user)
    context: dict[str, Any] = {"form": form, "known": found}
    if request.method != "POST":
        return render(request, "problems/known_errors/write.html", context)
    status = 422
    if form.is_valid():
        try:
            found.edit(by=request.user, seen=form.cleaned_data["seen"], **form.said)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refused:
            status, context["refused"] = 409, refused
        else:
            messages.success(request, _("%(number)s is saved.") % {"number": found.number})
            return redirect(found)
    return render(request, "problems/known_errors/write.html", context, status=status)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One act: a page that asks what it needs, or at once."""
    found, known = known_error_or_404(request.user, number), acts.ACTS[name]
    if not request.user.has_perm(WRITE):
        raise PermissionDenied
    form = known.form(request.POST if request.method == "POST" else None, known=found, person=request.user)
    context: dict[str, Any] = {"known": found, "act": known, "form": form}
    if name == "communicate":
        context["to_tell"] = found.tickets_to_tell(request.user).count() if found.problem_id else 0
    if request.method != "POST":
        return render(request, "problems/known_errors/act.html", context)
    try:
        if form.is_valid() and form.try_to_act():
            messages.success(request, str(known.done) % {"number": found.number})
            return redirect(found)
    except Refused as refused:
        return render(request, "problems/known_errors/act.html", context | {"refused": refused}, status=409)
    return render(request, "problems/known_errors/act.html", context, status=422)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, number: str, ticket: str) -> HttpResponse:
    """On one ticket: what its colleague will read, and the press that says it."""
    found, theirs = known_error_or_404(request.user, number), ticket_or_404(request.user, ticket)
    if not request.user.has_perm("tickets.work_ticket"):
        raise PermissionDenied
    form = CommunicateForm(
        request.POST if request.method == "POST" else None, known=found, person=request.user
    )
    context: dict[str, Any] = {
        "known": found,
        "ticket": theirs,
        "form": form,
        "way": to_html(found.workaround),
    }
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "problems/known_errors/offer.html", context, status=status)
    try:
        found.offer_on(theirs.specific, by=request.user, words=form.cleaned_data["words"])
    except Refused as refused:
        return render(request, "problems/known_errors/offer.html", context | {"refused": refused}, status=409)
    messages.success(request, _("%(name)s is told and asked whether it works.") % {"name": theirs.requester})
    return redirect(theirs.get_absolute_url())
