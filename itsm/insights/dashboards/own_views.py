"""Dashboards that people put together: their list, one of them, its form, and taking it away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.insights.dashboards.composing import OwnForm, choices, drawn
from itsm.insights.dashboards.models import OwnDashboard
from itsm.insights.dashboards.views import on_the_wall, page_of, read


@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """One's own, and what others share."""
    page = read(request)
    found = OwnDashboard.objects.visible_to(request.user).select_related("owner")
    return render(request, "insights/dashboards/own_list.html", page_of(request, page, dashboards=found))


@require_safe
def own(request: HttpRequest, slug: str) -> HttpResponse:
    page, found = read(request), get_object_or_404(OwnDashboard.objects.visible_to(request.user), slug=slug)
    context = page_of(request, page, own=found, dashboard=found, panels=list(drawn(page, found.figures)))
    return render(request, "insights/dashboards/dashboard.html", context)


@require_safe
def own_wall(request: HttpRequest, slug: str) -> HttpResponse:
    page, found = read(request), get_object_or_404(OwnDashboard.objects.visible_to(request.user), slug=slug)
    back = f"{found.get_absolute_url()}?{page.query}"
    return on_the_wall(request, page, found.title, list(drawn(page, found.figures)), back)


@require_http_methods(["GET", "POST"])
def own_new(request: HttpRequest) -> HttpResponse:
    read(request)
    return _compose(request, OwnDashboard(owner=request.user))


@require_http_methods(["GET", "POST"])
def own_edit(request: HttpRequest, slug: str) -> HttpResponse:
    read(request)
    return _compose(request, get_object_or_404(request.user.dashboards, slug=slug))


@require_POST
def own_remove(request: HttpRequest, slug: str) -> HttpResponse:
    read(request)
    found = get_object_or_404(request.user.dashboards, slug=slug)
    found.delete()
    messages.info(request, _("“%(title)s” is gone.") % {"title": found.title})
    return redirect("insights:own_list")


def _compose(request: HttpRequest, found: OwnDashboard) -> HttpResponse:
    form, status = OwnForm(request.POST if request.method == "POST" else None, instance=found), 200
    if form.is_bound and form.moved():
        form = form.unchecked()
    elif form.is_bound:
        if form.is_valid():
            return redirect(form.save())
        status = 422
    context = {"composing": form, "choices": choices(), "own": found if found.pk else None}
    return render(request, "insights/dashboards/own_form.html", context, status=status)
