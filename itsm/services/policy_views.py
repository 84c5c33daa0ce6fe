"""The pages of the policy, for administrators: calendars, agreements, targets, escalation steps, the matrix."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.services.forms import AgreementForm, CalendarForm
from itsm.services.grids import MatrixGrid, SilenceGrid, StepGrid, TargetGrid
from itsm.services.models import Agreement, ClockKind, Service, SupportCalendar, Urgency, amendment
from itsm.services.policy import current_policy
from itsm.services.views import for_the_desk

edits = require_http_methods(["GET", "HEAD", "POST"])


@for_the_desk
@require_safe
@permission_required("services.change_agreement", raise_exception=True)
def policy_page(request: HttpRequest) -> HttpResponse:
    context = {
        "agreements": Agreement.objects.select_related("calendar").annotate(used=Count("services")),
        "calendars": SupportCalendar.objects.annotate(used=Count("agreements")),
        "rows": MatrixGrid().table(),
        "urgencies": Urgency.labels,
        "silence": sorted(current_policy().silence.items()),
    }
    return render(request, "services/policy.html", context)


@for_the_desk
@edits
@permission_required("services.change_supportcalendar", raise_exception=True)
def calendar_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Without `pk` a new one."""
    calendar = get_object_or_404(SupportCalendar.objects.with_hours(), pk=pk) if pk else None
    # Before the form puts what was typed into the calendar, right or wrong.
    closings = list(calendar.closings(since=timezone.localdate()))[:8] if calendar else []
    form = CalendarForm(request.POST or None, instance=calendar)
    if form.is_valid():
        calendar = form.save()
        messages.success(
            request, _("%(name)s is saved. Time already counted stays as it is.") % {"name": calendar}
        )
        return redirect(calendar)
    context = {"form": form, "calendar": calendar, "closings": closings}
    return render(request, "services/calendar.html", context, status=422 if form.errors else 200)


@for_the_desk
@edits
@permission_required("services.change_agreement", raise_exception=True)
def agreement_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Without `pk` a new one, which begins with the targets and steps of the default."""
    agreement = get_object_or_404(Agreement, pk=pk) if pk else None
    form = AgreementForm(request.POST or None, instance=agreement)
    if form.is_valid():
        saved = form.save() if agreement else form.instance.begin()
        messages.success(request, _("%(name)s is saved.") % {"name": saved})
        return redirect(saved)
    context = {"form": form, "agreement": agreement, "reach": agreement and _reach(agreement)}
    return render(request, "services/agreement.html", context, status=422 if form.errors else 200)


@for_the_desk
@edits
@permission_required("services.change_agreement", raise_exception=True)
def agreement_targets(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement, pk=pk)
    form = TargetGrid(request.POST or None, agreement=agreement)
    if form.is_valid():
        form.save()
        messages.success(
            request, _("The targets are saved. Running tickets keep their start and get the new target.")
        )
        return redirect("services:agreement_targets", pk=pk)
    clocks = [clock.label for clock in ClockKind]
    context = {"form": form, "agreement": agreement, "clocks": clocks, "reach": _reach(agreement)}
    return render(request, "services/targets.html", context, status=422 if form.errors else 200)


@for_the_desk
@edits
@permission_required("services.change_agreement", raise_exception=True)
def agreement_steps(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement, pk=pk)
    grid = StepGrid(request.POST or None, instance=agreement)
    if grid.is_valid():
        with amendment():
            grid.save()
        messages.success(request, _("The steps are saved. They hold from now on, for running tickets, too."))
        return redirect("services:agreement_steps", pk=pk)
    context = {"grid": grid, "agreement": agreement, "reach": _reach(agreement)}
    return render(request, "services/steps.html", context, status=422 if grid.is_bound else 200)


@for_the_desk
@require_POST
@permission_required("services.change_agreement", raise_exception=True)
def agreement_make_default(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement, pk=pk)
    agreement.make_default()
    messages.success(
        request, _("%(name)s now holds for every service that names no other.") % {"name": agreement}
    )
    return redirect(agreement)


@for_the_desk
@edits
@permission_required("services.change_priorityrule", raise_exception=True)
def matrix_edit(request: HttpRequest) -> HttpResponse:
    form = MatrixGrid(request.POST or None)
    if form.is_valid():
        form.save()
        messages.success(
            request, _("The matrix is saved. New tickets follow it; open ones keep their priority.")
        )
        return redirect("services:policy")
    context: dict[str, Any] = {"form": form, "urgencies": Urgency.labels}
    return render(request, "services/matrix.html", context, status=422 if form.errors else 200)


@for_the_desk
@edits
@permission_required("services.change_agreement", raise_exception=True)
def silence_edit(request: HttpRequest) -> HttpResponse:
    form = SilenceGrid(request.POST or None)
    if form.is_valid():
        form.save()
        messages.success(request, _("The limits are saved. The silence board follows them at once."))
        return redirect("services:policy")
    return render(request, "services/silence.html", {"form": form}, status=422 if form.errors else 200)


def _reach(agreement: Agreement) -> str:
    """Which services an edit of this agreement touches, in words."""
    named = Service.objects.active().filter(agreement=agreement).count()
    if agreement.is_default:
        named += Service.objects.active().filter(agreement=None).count()
        return _("This is the default. It holds for %(n)s services and for tickets that name none.") % {
            "n": named
        }
    return ngettext("It holds for %(n)s service.", "It holds for %(n)s services.", named) % {"n": named}
