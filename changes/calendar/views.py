"""The calendar, and what lies behind its entries: moving a change, and the address for calendars elsewhere."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from changes.board.access import read_by_or_404
from changes.calendar import addresses, days, lanes, reasons, sources
from changes.calendar.asked import Asked, Rows, View
from changes.calendar.checking import check
from changes.calendar.lens import Lens
from changes.calendar.moving import MoveForm
from changes.calendar.plan import plan_of
from changes.calendar.windows import next_free
from changes.models import Change, Collision, Status
from changes.models.planned import OPEN_TO_PLANNING
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused

MOST_REASONS = 12
ASKED_AGAIN = frozenset({Status.AUTHORISE, Status.SCHEDULED})


@require_safe
@for_the_desk
def calendar(request: HttpRequest) -> HttpResponse:
    zone, now = timezone.get_current_timezone(), timezone.now()
    today = now.astimezone(zone).date()
    asked, span = (found := Asked.of(request.GET, today=today)), found.span(zone)
    lens = Lens.of(asked)
    items = lens.through(sources.items(span, request.user))
    context = {
        "asked": asked,
        "title": asked.title(today),
        "lens": lens,
        "views": [(view, asked.seen_as(view).address()) for view in View],
        "rows": Rows.choices,
        "today": asked.around(today),
        "days": days.by_day(items, asked, zone=zone, today=today),
        "reasons": _reasons(request, span, items, now=now),
        "filters": "?" + urlencode(asked.filters()) if asked.filters() else "",
        "amount": len(items),
    }
    if asked.view != View.MONTH:
        context |= {"since": span[0].isoformat(), "until": span[1].isoformat()}
        context["board"] = lanes.board(items, asked, lens, zone=zone, now=now)
    return render(request, "changes/calendar/calendar.html", context, partial="calendar")


def _reasons(
    request: HttpRequest, span: sources.Span, items: list[sources.Item], *, now: datetime
) -> list[tuple[Collision, str]]:
    """Why what is shown collides, and when."""
    shown = [item.key for item in items if item.collides]
    if not shown:
        return []
    rows = Collision.objects.standing().filter(meets_from__lt=span[1], meets_until__gte=span[0])
    among = rows.filter(Q(change__number__in=shown) | Q(other__number__in=shown))
    found = among.visible_to(request.user).order_by("meets_from", "pk")[:MOST_REASONS]
    return [(row, reasons.time_in_question(row, now=now)) for row in found]


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def move(request: HttpRequest, number: str) -> HttpResponse:
    """A plain form: looked at again before it is sent, and when it is. Dragging in the calendar opens it filled in."""
    change = get_object_or_404(Change.objects.visible_to(request.user), number=number)
    if not request.user.has_perm("tickets.work_ticket"):
        raise PermissionDenied
    form = MoveForm(request.POST or None, change=change, wanted=request.GET)
    seen = request.POST.get("seen", "")
    known = int(seen) if seen.isdecimal() and len(seen) < 19 else change.last_event
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            form.move(by=request.user, seen=known)
        except Refused as refused:
            return render(
                request,
                "changes/calendar/move.html",
                # Whoever reads what was refused has seen the other's words, so the next Move counts.
                _moving(change, form) | {"refused": refused, "seen": change.last_event},
                status=409,
            )
        messages.success(request, _("%(number)s is moved.") % {"number": change.number})
        return redirect(form.cleaned_data["back"] or change.get_absolute_url())
    wrong = 422 if form.is_bound and not form.is_valid() else 200
    context = _moving(change, form) | {"seen": known}
    return render(request, "changes/calendar/move.html", context, status=wrong)


def _moving(change: Change, form: MoveForm) -> dict[str, Any]:
    """With what the wanted time runs into, and the next one that is free."""
    now, plan, wanted = timezone.now(), plan_of(change), form.wanted_window()
    context = {"ticket": change, "form": form, "asks_again": change.status in ASKED_AGAIN}
    if plan is None or wanted is None:
        return context
    findings = check(plan.at(*wanted))
    context |= {"wanted": wanted, "findings": [(found, found.said(now)) for found in findings]}
    if findings and (free := next_free(plan.at(*wanted), after=max(now, wanted[0]))):
        query = urlencode({"at": free[0].isoformat(), "back": form["back"].value() or ""})
        context["free"] = {"address": f"?{query}", "said": reasons.span(*free, now=now)}
    return context


@require_safe
def of_change(request: HttpRequest, number: str) -> HttpResponse:
    """The part of a change's page that says what is in its way; by itself a page, too. Members of a board read it."""
    change = read_by_or_404(request.user, number)
    now, plan = timezone.now(), plan_of(change)
    findings = [(found, found.said(now)) for found in check(plan)] if plan else []
    may_move = change.status in OPEN_TO_PLANNING and request.user.has_perm("tickets.work_ticket")
    free = next_free(plan, after=max(now, plan.starts_at)) if plan and findings and may_move else None
    context = {"ticket": change, "findings": findings, "may_move": may_move}
    if free:
        context["free"] = {"at": free[0].isoformat(), "said": reasons.span(*free, now=now)}
    return render(request, "changes/collisions/of_change.html", context, partial="in-the-way")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def address(request: HttpRequest) -> HttpResponse:
    """The private address of one's calendar; a POST ends it and makes a new one."""
    if request.method == "POST":
        addresses.renew(request.user)
        messages.success(request, _("This is your new address. The one before no longer answers."))
        return redirect("calendar:address")
    asked = Asked.of(request.GET, today=_today())
    context = {
        "address": addresses.address_of(request.user, asked.filters()),
        "asked": asked,
        "lens": Lens.of(asked),
    }
    return render(request, "changes/calendar/address.html", context)


def _today() -> date:
    return timezone.localdate()
