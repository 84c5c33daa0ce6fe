"""The console: one list page for every question about tickets. Its address says all of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.models import Team
from itsm.tickets import verbs
from itsm.tickets.console import BY_SLUG, ORDERS, VIEWS, View, kept_counts
from itsm.tickets.filters import TicketFilter
from itsm.tickets.models import SavedView, Ticket, TicketQuerySet
from itsm.tickets.rows import COLUMNS, chosen, draw_rows, names_for

# What belongs to the page and not to the question: a saved view does not keep them.
PASSING = ("cursor", "everything")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """An agent's day. Without a view in the address: what I hold, else my team's queue, else all that is open."""
    if not request.user.works_the_desk:
        return redirect("portal:home")
    tickets = Ticket.objects.visible_to(request.user)
    numbers = kept_counts(tickets, request.user)
    start = "mine" if numbers["mine"] else "team" if request.user.team_ids else "open"
    view = BY_SLUG.get(request.GET.get("view", ""), BY_SLUG[start])
    tabs = [(each, numbers.get(each.slug)) for each in VIEWS]
    context = list_page(request, tickets, view) | {"tabs": tabs, "view": view, "saved": saved_views(request)}
    return render(request, "desk/desk.html", context, partial=region(request))


def region(request: HttpRequest) -> str:
    """Which part of a list page htmx asks for: its rows, or the dialog with the filter and the columns."""
    return "list-options" if request.htmx.target == "list-options" else "rows"


def list_page(request: HttpRequest, tickets: TicketQuerySet, view: View) -> dict[str, Any]:
    """Everything a list shows, for any queryset of tickets: filtered, ordered, one page of it drawn."""
    asked = view.ask(tickets, request.user, timezone.now())
    filtered = [name for name in request.GET if name in TicketFilter.base_filters]
    found = TicketFilter(request.GET, asked, request=request) if filtered else None
    rows = asked if found is None else found.qs if found.is_valid() else tickets.none()
    known, orders = {**COLUMNS, **view.own_columns}, {**ORDERS, **view.own_orders}
    order = request.GET.get("sort", "")
    order = order if order in orders else view.order
    names = chosen(request.GET.get("columns", "").split(","), view.columns, known)
    columns = [known[name] for name in names]
    fields = {field for column in columns for field in column.fields}
    keys = (*view.first, *orders[order])
    page = KeysetPage.of(rows.for_list(names_for(columns), fields), keys, request.GET.get("cursor", ""))
    return {
        "page": page,
        "rows": draw_rows(page, columns, pick=True),
        "columns": list(zip(names, columns, strict=True)),
        "all_columns": [(name, column, name in names) for name, column in known.items()],
        "sort": order,
        "base": without(request.GET, *PASSING),
        "sort_base": without(request.GET, *PASSING, "sort"),
        "filter": found,
        "teams": Team.objects.filter(is_active=True),
        "bulk": verbs.in_bulk(request.user),
        "view": view,
        "filtered": filtered,
    }


def without(query: QueryDict, *names: str) -> str:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def saved_views(request: HttpRequest) -> list[SavedView]:
    return list(SavedView.objects.visible_to(request.user).select_related("team"))


@require_POST
def views(request: HttpRequest) -> HttpResponse:
    """Keep the list as it stands, for oneself, for a team, or for everyone at the desk."""
    if not request.user.works_the_desk:
        raise PermissionDenied
    name, share = request.POST.get("name", "").strip()[:60], request.POST.get("share", "")
    if not name:
        messages.error(request, _("Give the view a name."))
        return redirect(reverse("desk:home") + "?" + request.POST.get("query", ""))
    team = get_object_or_404(request.user.teams, pk=share) if share.isdecimal() else None
    kept = SavedView.objects.create(
        name=name, owner=request.user, team=team, everyone=share == "everyone",
        query=without(QueryDict(request.POST.get("query", "")), *PASSING),
    )  # fmt: skip
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": kept.name})
    return redirect(reverse("desk:home") + "?" + kept.query)


@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(request.user.saved_views, pk=pk).delete()
    messages.success(request, _("The view is gone. The tickets in it stay."))
    return redirect("desk:home")
