"""The log of decisions: which figure led to which, as it was that day and as it is now; and deciding from a figure's page."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comms.meetings import holding, kept
from comms.meetings.forms import DecisionForm
from comms.meetings.kept import Kept, Snapshot
from comms.models import Decision
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.insights.figures import with_unit
from itsm.insights.forms import About
from itsm.insights.goals.targets import target_of
from itsm.insights.measures import one
from itsm.insights.views import READERS
from itsm.people.access import for_the_desk

DECIDES = "comms.lead_meeting"


@require_safe
@for_the_desk
def decision_list(request: HttpRequest) -> HttpResponse:
    rows = Decision.objects.visible_to(request.user).with_people()
    figure = request.GET.get("figure", "")
    if figure:
        rows = rows.filter(figure__key=figure)
    page = KeysetPage.of(rows, ["-at", "-pk"], request.GET.get("cursor"))
    context = {
        "page": page,
        "lines": [(found, Snapshot.of(found.figure)) for found in page],
        "figure": kept.known(figure) if figure else None,
        "base": f"figure={figure}" if figure else "",
        "reads_figures": bool(request.user.roles & READERS),
        "may_decide": request.user.has_perm(DECIDES),
    }
    return render(request, "comms/meetings/decisions.html", context)


@require_safe
@for_the_desk
def decision_page(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Decision.objects.visible_to(request.user).with_people(), pk=pk)
    context = {
        "decision": found,
        "snapshot": Snapshot.of(found.figure),
        "since_then": since_then(found, now=timezone.now()),
        "reads_figures": bool(request.user.roles & READERS),
    }
    return render(request, "comms/meetings/decision.html", context)


def since_then(decision: Decision, *, now: datetime) -> str:
    """The same figure today, over as many days and about the same: did it help?"""
    measure = kept.known(decision.measure)
    if measure is None or decision.figure is None:
        return ""
    return with_unit(one(measure, kept.again(decision.figure, now=now)), measure.unit)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required(DECIDES, raise_exception=True)
def decide(request: HttpRequest) -> HttpResponse:
    """From a figure's page, with its filter in the address: the figure is kept as this page shows it."""
    figure = asked(request, now=timezone.now())
    form = DecisionForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        made = holding.decide(by=request.user, figure=figure, **form.cleaned_data)
        return redirect(made)
    context = {"form": form, "snapshot": Snapshot.of(figure), "query": request.GET.urlencode()}
    return render(request, "comms/meetings/decide.html", context, status=422 if form.errors else 200)


def asked(request: HttpRequest, *, now: datetime) -> Kept | None:
    """`?figure=…` and the choices of the figure's own page; a decision without a figure names none."""
    key = request.GET.get("figure", "")
    if not key:
        return None
    measure = kept.known(key)
    if measure is None:
        raise Http404
    chosen: Any = About(request.GET).filter(now=now)
    return kept.keep(measure, chosen, one(measure, chosen), target_of(key, chosen))
