"""The pages of components and their map: everyone who works the desk reads them, administrators edit."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.services.components.filters import ComponentFilter
from itsm.services.components.forms import ComponentForm
from itsm.services.components.picture import drawing, graph
from itsm.services.impact import impact_of
from itsm.services.models import Component, Service


@for_the_desk
@require_safe
def component_list(request: HttpRequest) -> HttpResponse:
    rows = Component.objects.visible_to(request.user).with_places()
    asked = ComponentFilter(request.GET, queryset=rows)
    found = asked.form.cleaned_data if asked.is_valid() else {}
    given = {name: getattr(value, "pk", value) for name, value in found.items() if value}
    context = {
        "page": KeysetPage.of(asked.qs, ["name", "pk"], request.GET.get("cursor", "")),
        "given": given, "kinds": Component.Kind.choices, "base": urlencode(given),
        "below": found.get("on"),
        "may_edit": request.user.has_perm("services.add_component"),
    }  # fmt: skip
    return render(request, "services/components/list.html", context, partial="components")


@for_the_desk
@require_safe
def component_page(request: HttpRequest, pk: int) -> HttpResponse:
    component = get_object_or_404(Component.objects.visible_to(request.user).with_places(), pk=pk)
    context: dict[str, Any] = {
        "component": component,
        "impact": impact_of(component),
        "stands_on": component.depends_on.order_by("name"),
        "needs": component.needs.order_by("name"),
        "picture": drawing.draw(graph.around(component), label=_("What stands on what around it")),
        "may_edit": request.user.has_perm("services.change_component"),
    }
    return render(request, "services/components/detail.html", context)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("services.add_component", raise_exception=True)
def component_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("services.change_component", raise_exception=True)
def component_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Component.objects.visible_to(request.user), pk=pk))


def _edit(request: HttpRequest, component: Component | None) -> HttpResponse:
    form = ComponentForm(request.POST or None, instance=component)
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("%(name)s is saved.") % {"name": saved})
        return redirect(saved)
    context = {"form": form, "component": component}
    return render(request, "services/components/form.html", context, status=422 if form.errors else 200)


@for_the_desk
@require_POST
@permission_required("services.delete_component", raise_exception=True)
def component_delete(request: HttpRequest, pk: int) -> HttpResponse:
    component = get_object_or_404(Component.objects.visible_to(request.user), pk=pk)
    component.delete()
    messages.success(request, _("%(name)s is gone.") % {"name": component})
    return redirect("services:components")


@for_the_desk
@require_safe
def service_map(request: HttpRequest) -> HttpResponse:
    """All services, or with all components, or what is around one service."""
    level = "components" if request.GET.get("level") == "components" else "services"
    service = None
    if request.GET.get("service", "").isdecimal():
        service = get_object_or_404(
            Service.objects.visible_to(request.user), pk=int(request.GET["service"][:18])
        )
    shown = (
        graph.around(service)
        if service
        else graph.of_everything()
        if level == "components"
        else graph.of_services()
    )
    context = {
        "picture": drawing.draw(shown, label=_("Service map")), "level": level, "service": service,
        "may_edit": request.user.has_perm("services.add_component"),
    }  # fmt: skip
    return render(request, "services/components/map.html", context)
