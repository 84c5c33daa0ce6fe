"""What keeps coming back: proposals to decide, and the thresholds with a dry run over the weeks behind us."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.services.models import Service
from problems.models import Recurrence, Threshold
from problems.offers import WORK
from problems.recurrence.forms import AcceptForm, DismissForm, ThresholdForm
from problems.recurrence.rehearsing import HISTORY, lately

CHANGE = "problems.change_threshold"
SHOWN = 30


@require_safe
@for_the_desk
def recurrences(request: HttpRequest) -> HttpResponse:
    """What waits for a decision; or, asked for, what was decided and why."""
    decided = request.GET.get("view") == "decided"
    seen = Recurrence.objects.visible_to(request.user)
    rows = seen.exclude(state="proposed") if decided else seen.proposed()
    context = {
        "page": KeysetPage.of(rows.for_page(), ("-found_at", "-pk"), request.GET.get("cursor", ""), size=20),
        "decided": decided,
        "waiting": seen.proposed()[:100].count(),
        "base": "view=decided" if decided else "",
        "threshold": Threshold.in_force(),
        "may_decide": request.user.has_perm(WORK),
    }
    return render(request, "problems/recurrences.html", context)


@require_POST
@for_the_desk
@permission_required(WORK, raise_exception=True)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Recurrence.objects.visible_to(request.user), pk=pk)
    form = AcceptForm(request.POST)
    title = form.cleaned_data["title"] if form.is_valid() else ""
    problem = proposal.accept(by=request.user, title=title)
    messages.success(request, _("%(number)s has its incidents.") % {"number": problem.number})
    return redirect(problem)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required(WORK, raise_exception=True)
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Recurrence.objects.visible_to(request.user).for_page(), pk=pk)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proposal.dismiss(reason=form.cleaned_data["reason"], by=request.user)
        return redirect("problems:recurrences")
    context = {"proposal": proposal, "form": form}
    return render(
        request, "problems/dismiss.html", context, partial="verb", status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def thresholds(request: HttpRequest) -> HttpResponse:
    """Anybody at the desk tries them; who may change them keeps them."""
    form, may_change = (
        ThresholdForm(request.POST or None, instance=Threshold.in_force()),
        request.user.has_perm(CHANGE),
    )
    if request.method == "POST" and "try" not in request.POST:
        if not may_change:
            raise PermissionDenied
        if form.is_valid():
            form.instance.change(by=request.user)
            messages.success(request, _("The thresholds hold from now on."))
            return redirect("problems:thresholds")
    context: dict[str, Any] = {"form": form, "may_change": may_change, "weeks": HISTORY}
    if form.is_valid():
        context |= rehearsed(form.instance)
    return render(request, "problems/thresholds.html", context, status=422 if form.errors else 200)


def rehearsed(threshold: Threshold) -> dict[str, Any]:
    found = lately(threshold, now=timezone.now())
    names = Service.objects.in_bulk({one.service for one in found[:SHOWN]})
    return {"tried": True, "count": len(found), "found": [(names[one.service], one) for one in found[:SHOWN]]}
