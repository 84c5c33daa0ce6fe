"""Dashboards, and the lists of tickets behind their marks: for managers and administrators."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.insights.dashboards.forms import WeightsForm
from itsm.insights.dashboards.known import here
from itsm.insights.dashboards.lists import ticket_list
from itsm.insights.dashboards.models import Weighing
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.dashboards.records import behind, by_ticket, ticket, visible
from itsm.insights.dashboards.registry import dashboard as find
from itsm.insights.dashboards.wall import turned
from itsm.insights.forms import About
from itsm.insights.views import READERS
from itsm.tickets.models import Ticket

WEIGH = "insights.weigh_experience"


@require_safe
def dashboard(request: HttpRequest, key: str) -> HttpResponse:
    """One page of figures."""
    found, page = find(key), read(request)
    if found is None:
        raise Http404
    context = {"dashboard": found, "panels": list(found.drawn(page))}
    return render(request, "insights/dashboards/dashboard.html", page_of(request, page, **context))


@require_safe
def wall(request: HttpRequest, key: str) -> HttpResponse:
    """The same for a wall: full screen, and every half minute its next panels, counted anew."""
    found, page = find(key), read(request)
    if found is None:
        raise Http404
    return on_the_wall(request, page, found.title, list(found.drawn(page)), page.dashboard(key))


def on_the_wall(request: HttpRequest, page: Page, title: Any, panels: list[Panel], back: str) -> HttpResponse:
    shown, place, count = turned(panels, request.GET.get("turn", ""))
    context = {"title": title, "panels": shown, "place": place, "count": count, "back": back}
    return render(request, "insights/dashboards/wall.html", page_of(request, page, **context), partial="wall")


@require_safe
def tickets(request: HttpRequest, key: str) -> HttpResponse:
    """The tickets behind a mark; those that the reader may not see are counted all the same."""
    page, of = read(request), request.GET.get("of", "")
    found = ticket_list(key, of)
    if found is None:
        raise Http404
    stretch = request.GET.get("stretch", "")
    rows = found.rows(page.stretch(stretch).chosen, of)
    visible = rows.filter(pk__in=Ticket.objects.visible_to(request.user).values("pk"))
    shown = KeysetPage.of(visible.select_related("service", "team"), found.order, request.GET.get("cursor"))
    count = rows.count()
    context = {
        "list": found,
        "part": found.part(of),
        "stretch": page.name_of(stretch),
        "listed": shown,
        "rows": [(ticket, found.said(ticket)) for ticket in shown],
        "count": count,
        "hidden": count - visible.count(),
        "kept": {"of": of, "stretch": stretch},
        "base": page.asking(of=of, stretch=stretch),
    }
    return render(request, "insights/dashboards/tickets.html", page_of(request, page, **context))


@require_safe
def records(request: HttpRequest, key: str) -> HttpResponse:
    """The rows that a figure counted, each by its ticket."""
    page, stretch = read(request), request.GET.get("stretch", "")
    found = next((one for one in here([key]) if by_ticket(one)), None)
    if found is None:
        raise Http404
    rows = behind(found, page.stretch(stretch).chosen)
    seen = visible(found, rows, request.user)
    shown: Any = KeysetPage.of(seen, ["-happened_at", "-pk"], request.GET.get("cursor"))
    count = rows.count()
    context = {
        "measure": found,
        "stretch": page.name_of(stretch),
        "listed": shown,
        "rows": [(ticket(found, row), row.happened_at) for row in shown],
        "count": count,
        "hidden": count - seen.count(),
        "kept": {"stretch": stretch},
        "base": page.asking(stretch=stretch),
    }
    return render(request, "insights/dashboards/records.html", page_of(request, page, **context))


@require_http_methods(["GET", "POST"])
@permission_required(WEIGH, raise_exception=True)
def weights(request: HttpRequest) -> HttpResponse:
    """How much each part of experience weighs. Who may read figures sees the weights on the page itself."""
    page = read(request)
    form = WeightsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        return redirect(page.dashboard("mirrors"))
    last = Weighing.objects.select_related("by").last()
    context = {"weighing": form, "last": last, "back": page.dashboard("mirrors")}
    return render(request, "insights/dashboards/weights.html", context, status=422 if form.is_bound else 200)


def read(request: HttpRequest) -> Page:
    if not request.user.roles & READERS:
        raise PermissionDenied
    return Page.asked(About(request.GET), person=request.user, place=request.path)


def page_of(request: HttpRequest, page: Page, **context: Any) -> dict[str, Any]:
    return {"form": page.form, "page": page, **context}
