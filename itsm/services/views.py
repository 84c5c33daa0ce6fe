"""The pages of services: everyone who works the desk reads them, administrators edit."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.services.forms import DependForm, ServiceForm
from itsm.services.models import CircularDependency, Service
from itsm.services.promised import promised


def for_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a colleague may not see is not there."""

    @wraps(view)
    def only_for_the_desk(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.works_the_desk:
            raise Http404
        return view(request, *args, **kwargs)

    return only_for_the_desk


@for_the_desk
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    services = Service.objects.visible_to(request.user).for_list()
    context = {"services": services, "may_edit": request.user.has_perm("services.change_service")}
    return render(request, "services/list.html", context)


@for_the_desk
@require_safe
def service_page(request: HttpRequest, pk: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.visible_to(request.user).with_people(), pk=pk)
    return render(request, "services/detail.html", _about(request, service, DependForm(service=service)))


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("services.add_service", raise_exception=True)
def service_add(request: HttpRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None)
    if form.is_valid():
        service = form.save()
        messages.success(request, _("%(name)s is on the list.") % {"name": service})
        return redirect(service)
    return render(request, "services/form.html", {"form": form}, status=422 if form.errors else 200)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("services.change_service", raise_exception=True)
def service_edit(request: HttpRequest, pk: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk)
    form = ServiceForm(request.POST or None, instance=service)
    if form.is_valid():
        messages.success(request, _("%(name)s is saved.") % {"name": form.save()})
        return redirect(service)
    context = {"form": form, "service": service}
    return render(request, "services/form.html", context, status=422 if form.errors else 200)


@for_the_desk
@require_POST
@permission_required("services.change_service", raise_exception=True)
def service_depend(request: HttpRequest, pk: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.visible_to(request.user).with_people(), pk=pk)
    form = DependForm(request.POST, service=service)
    if form.is_valid():
        try:
            service.depend_on(form.cleaned_data["on"])
        except CircularDependency as circle:
            form.add_error("on", _("That would close a circle: %(path)s.") % {"path": circle})
        else:
            return redirect(service)
    return render(request, "services/detail.html", _about(request, service, form), status=422)


@for_the_desk
@require_POST
@permission_required("services.change_service", raise_exception=True)
def service_release(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk)
    service.depends_on.remove(get_object_or_404(service.depends_on, pk=other))
    return redirect(service)


def _about(request: HttpRequest, service: Service, form: DependForm) -> dict[str, Any]:
    direct = set(service.needed_by.values_list("pk", flat=True))
    may_edit = request.user.has_perm("services.change_service")
    return promised(service) | {
        "service": service,
        "stakeholders": service.stakeholders.select_related("person")[:5],
        "goals": service.goals.pursued(),
        "stands_on": service.depends_on.order_by("name"),
        "dependants": [(other, other.pk in direct) for other in service.dependants().order_by("name")],
        "form": form if may_edit else None,
        "may_edit": may_edit,
    }
