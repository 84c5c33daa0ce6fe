"""Pages of freezes, business events and on-call times. The desk reads them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes.calendar import occasions, reasons
from changes.calendar.forms import OccasionForm
from changes.models import Collision, Occasion
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused


@require_safe
@for_the_desk
def occasion_list(request: HttpRequest) -> HttpResponse:
    """What is to come first; what is over behind a tab."""
    now, over = timezone.now(), request.GET.get("view") == "over"
    rows = Occasion.objects.standing().with_places()
    rows = rows.filter(ends_at__lte=now) if over else rows.filter(ends_at__gt=now)
    order = ["-starts_at", "-pk"] if over else ["starts_at", "pk"]
    context = {
        "page": KeysetPage.of(rows, order, request.GET.get("cursor")),
        "over": over,
        "base": "view=over" if over else "",
        "may_plan": bool(occasions.kinds_for(request.user)),
    }
    return render(request, "changes/occasions/list.html", context)


@require_safe
@for_the_desk
def occasion(request: HttpRequest, pk: int) -> HttpResponse:
    found, now = get_object_or_404(Occasion.objects.with_places(), pk=pk), timezone.now()
    rows = Collision.objects.open().filter(occasion=found).visible_to(request.user).with_both()
    context = {
        "occasion": found,
        "said": reasons.span(found.starts_at, found.ends_at, now=now),
        "collisions": rows.order_by("meets_from", "pk")[:50],
        "may_plan": occasions.may_plan(request.user, found.kind) and found.cancelled_at is None,
    }
    return render(request, "changes/occasions/occasion.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def occasion_new(request: HttpRequest) -> HttpResponse:
    if not occasions.kinds_for(request.user):
        raise PermissionDenied
    asked = {name: request.GET[name] for name in ("kind", "starts_at") if name in request.GET}
    return _edit(request, OccasionForm(request.POST or None, by=request.user, initial=asked))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def occasion_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Occasion, pk=pk)
    if not occasions.may_plan(request.user, found.kind):
        raise PermissionDenied
    return _edit(request, OccasionForm(request.POST or None, instance=found, by=request.user), occasion=found)


def _edit(request: HttpRequest, form: OccasionForm, **context: Any) -> HttpResponse:
    status, template = 422 if form.errors else 200, "changes/occasions/form.html"
    if request.method == "POST" and form.is_valid():
        try:
            kept = form.save()
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(request, _("“%(title)s” is in the calendar.") % {"title": kept.title})
            return redirect(kept)
    return render(request, template, context | {"form": form}, status=status)


@require_POST
@for_the_desk
def occasion_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Occasion, pk=pk)
    try:
        occasions.cancel(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("“%(title)s” is cancelled.") % {"title": found.title})
    return redirect("calendar:occasions")
