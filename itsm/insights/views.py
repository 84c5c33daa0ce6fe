"""How we do: for managers and administrators."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.insights.forms import About
from itsm.insights.measures import measure
from itsm.insights.overview import Overview, keys
from itsm.people.roles import ADMINISTRATOR, MANAGER

READERS = frozenset({MANAGER, ADMINISTRATOR})


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    if not request.user.roles & READERS:
        raise PermissionDenied
    form = About(request.GET)
    page = Overview.about(form, now=timezone.now(), zone=timezone.get_current_timezone())
    return render(request, "insights/overview.html", {"form": form, "page": page, "rows": page.rows()})


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure with the records behind it."""
    if not request.user.roles & READERS:
        raise PermissionDenied
    found = measure(key) if key in keys() else None
    if found is None or found.records is None:
        raise Http404
    form = About(request.GET)
    page = Overview.about(form, now=timezone.now(), zone=timezone.get_current_timezone())
    context = {
        "form": form,
        "page": page,
        "measure": found,
        "card": page.card(found),
        "records": found.records(found, page.chosen, request.user),
    }
    return render(request, "insights/figure.html", context)
