"""How we do: for managers and administrators."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.insights.forms import About
from itsm.insights.overview import Overview
from itsm.people.roles import ADMINISTRATOR, MANAGER

READERS = frozenset({MANAGER, ADMINISTRATOR})


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    if not request.user.roles & READERS:
        raise PermissionDenied
    form = About(request.GET)
    page = Overview.about(form, now=timezone.now())
    return render(request, "insights/overview.html", {"form": form, "page": page, "rows": page.rows()})
