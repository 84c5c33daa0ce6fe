"""Collisions: the list of those that stand, and the one place in which both owners talk about one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from changes.calendar import reasons
from changes.calendar.forms import AcceptForm, WordForm
from changes.calendar.plan import plans_of
from changes.calendar.windows import next_free
from changes.models import Change, Collision
from changes.models.planned import OPEN_TO_PLANNING
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused

VIEWS = ("open", "accepted", "gone")


@require_safe
@for_the_desk
def collision_list(request: HttpRequest) -> HttpResponse:
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "open"
    rows = Collision.objects.visible_to(request.user).with_both()
    chosen = {
        "open": rows.standing(),
        "accepted": rows.open().exclude(accepted_at=None),
        "gone": rows.exclude(gone_at=None),
    }
    order = ["meets_from", "pk"] if view == "open" else ["-found_at", "-pk"]
    page, now = KeysetPage.of(chosen[str(view)], order, request.GET.get("cursor")), timezone.now()
    told = [(row, reasons.time_in_question(row, now=now)) for row in page]
    context = {"page": page, "rows": told, "view": view, "base": f"view={view}"}
    return render(request, "changes/collisions/list.html", context)


@require_safe
@for_the_desk
def collision(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


@require_POST
@for_the_desk
def discuss(request: HttpRequest, pk: int) -> HttpResponse:
    return _say(request, pk, WordForm, lambda row, **given: row.say(**given))


@require_POST
@for_the_desk
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _say(request, pk, AcceptForm, lambda row, **given: row.accept(**given))


def _say(request: HttpRequest, pk: int, form: type[forms.Form], act: Callable[..., Any]) -> HttpResponse:
    row = _found(request, pk)
    if not request.user.has_perm("tickets.work_ticket") and not row.may_be_accepted_by(request.user):
        raise PermissionDenied
    given = form(request.POST)
    name = "accept_form" if form is AcceptForm else "form"
    if not given.is_valid():
        return _show(request, row, status=422, **{name: given})
    try:
        act(row, by=request.user, **given.cleaned_data)
    except Refused as refused:
        return _show(request, row, status=409, refused=refused, **{name: given})
    return redirect(row)


def _found(request: HttpRequest, pk: int) -> Collision:
    return get_object_or_404(Collision.objects.visible_to(request.user).with_both(), pk=pk)


def _show(request: HttpRequest, row: Collision, *, status: int = 200, **context: Any) -> HttpResponse:
    now, person = timezone.now(), request.user
    may_work = person.has_perm("tickets.work_ticket")
    may_accept = row.is_open and not row.accepted_at and row.may_be_accepted_by(person)
    told = {
        "collision": row,
        "said": reasons.time_in_question(row, now=now),
        "sides": _sides(row) if row.is_open else [(change, "", "") for change in row.both],
        "words": row.words.select_related("by"),
        "form": WordForm() if may_work or may_accept else None,
        "accept_form": AcceptForm() if may_accept else None,
    }
    return render(request, "changes/collisions/collision.html", told | context, status=status)


def _sides(row: Collision) -> list[tuple[Change, str, str]]:
    """Each change with its next free window and the address that moves it there."""
    now, sides = timezone.now(), []
    plans = plans_of([change.pk for change in row.both])
    for change in row.both:
        plan, free = plans.get(change.pk), None
        if plan and change.status in OPEN_TO_PLANNING:
            free = next_free(plan, after=max(now, plan.starts_at))
        said = reasons.span(*free, now=now) if free else ""
        sides.append((change, said, free[0].isoformat() if free else ""))
    return sides
