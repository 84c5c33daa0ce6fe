"""The pages of business units: who speaks for each, what it uses, wants and waits for, and when we talk next."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comms.meetings import units
from comms.meetings.forms import UnitForm
from comms.models import Meeting
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.people.models import BusinessUnit
from itsm.services.goals import figures


@require_safe
@for_the_desk
def unit_list(request: HttpRequest) -> HttpResponse:
    """Those nobody talked with for long first."""
    now, last = timezone.now(), units.last_talks()
    planned = dict(
        Meeting.objects.ahead(now=now)
        .filter(kind__in=Meeting.TALKS, unit__isnull=False)
        .order_by("-starts_at")
        .values_list("unit", "starts_at")
    )
    rows = [
        (unit, last.get(unit.pk), planned.get(unit.pk), units.is_overdue(unit, last.get(unit.pk), now=now))
        for unit in BusinessUnit.objects.with_people().order_by("-is_active", "name")
    ]
    rows.sort(key=lambda row: not row[3])
    context = {"rows": rows, "may_edit": request.user.has_perm("people.change_businessunit")}
    return render(request, "comms/meetings/units.html", context)


@require_safe
@for_the_desk
def unit_page(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(BusinessUnit.objects.with_people(), pk=pk)
    now, family = timezone.now(), unit.family()
    goals = units.goals(family)
    promised = units.promises(family, request.user)
    first = list(promised[: units.MOST_PROMISES + 1])
    stands = figures.stands(goals, now=now)
    context = {
        "unit": unit,
        "used": units.used(family, now=now),
        "goals": [(goal, stands.get(goal.pk)) for goal in goals],
        "promised": first[: units.MOST_PROMISES],
        "promises": promised.count() if len(first) > units.MOST_PROMISES else len(first),
        "talks": units.talks(unit, now=now),
        "people": unit.people.filter(is_active=True).count(),
        "parts": unit.parts.active(),
        "now": now,
        "may_edit": request.user.has_perm("people.change_businessunit"),
    }
    return render(request, "comms/meetings/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required("people.change_businessunit", raise_exception=True)
def unit_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = get_object_or_404(BusinessUnit, pk=pk) if pk else None
    form = UnitForm(
        request.POST or None, instance=found, initial=None if found else {"keeper": request.user.pk}
    )
    if request.method == "POST" and form.is_valid():
        unit = form.save()
        messages.success(request, _("%(name)s is saved.") % {"name": unit})
        return redirect(unit)
    context = {"form": form, "unit": found}
    return render(request, "comms/meetings/unit_form.html", context, status=422 if form.errors else 200)
