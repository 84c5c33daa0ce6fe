"""When a service was down: read by everyone who works the desk, written and corrected by those who may tell of it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.people.models import Person
from itsm.services.impact import impact_of
from itsm.services.models import Outage, Service, ServiceWorth
from itsm.services.outages.forms import CorrectForm, EstimateForm, OutageForm, WorthForm
from itsm.services.outages.worth import FIELDS, Reckoning, worth_of

RECORD = "services.record_outage"
MOMENTS = {"began_at", "ended_at"}
WHICH = {"": {}, "planned": {"planned": True}, "unplanned": {"planned": False}}


@require_safe
@for_the_desk
def outage_list(request: HttpRequest, service: int) -> HttpResponse:
    found, which = _service(request, service), request.GET.get("which", "")
    rows = found.outages.filter(**WHICH.get(which, {}))
    page: Any = KeysetPage.of(rows, ["-began_at", "-pk"], request.GET.get("cursor"))
    context = {
        "service": found,
        "page": page,
        "which": which,
        "base": f"which={which}" if which in WHICH and which else "",
        "worth": worth_of(found),
        "may_record": request.user.has_perm(RECORD),
    }
    return render(request, "services/outages/list.html", context)


@require_safe
@for_the_desk
def outage_page(request: HttpRequest, service: int, pk: int) -> HttpResponse:
    return render(request, "services/outages/detail.html", _about(request, _outage(request, service, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required(RECORD, raise_exception=True)
def outage_record(request: HttpRequest, service: int) -> HttpResponse:
    found = _service(request, service)
    form = OutageForm(_given(request))
    if form.is_valid():
        try:
            return redirect(Outage.record(service=found, by=request.user, **form.cleaned_data))
        except ValidationError as error:
            put_on(form, error)
    return _form(request, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required(RECORD, raise_exception=True)
def outage_correct(request: HttpRequest, service: int, pk: int) -> HttpResponse:
    outage = _outage(request, service, pk)
    form = CorrectForm(_given(request), instance=outage)
    if form.is_valid():
        try:
            outage.correct(reason=form.cleaned_data["reason"], by=request.user, **form.changes)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("It is corrected."))
            return redirect(outage)
    return _form(request, form, outage.service, outage)


@require_POST
@for_the_desk
@permission_required(RECORD, raise_exception=True)
def outage_estimate(request: HttpRequest, service: int, pk: int) -> HttpResponse:
    """What this outage cost, where it is known better than for the service in general."""
    outage = _outage(request, service, pk)
    form = EstimateForm(request.POST, instance=outage)
    if form.is_valid():
        outage.estimate(**form.cleaned_data)
        return redirect(outage)
    kept = _outage(request, service, pk)
    return render(request, "services/outages/detail.html", _about(request, kept, form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required(RECORD, raise_exception=True)
def worth_edit(request: HttpRequest, service: int) -> HttpResponse:
    """What an hour without the service is worth, for every outage that has no estimate of its own."""
    found = _service(request, service)
    form = WorthForm(_given(request), instance=worth_of(found))
    if form.is_valid():
        ServiceWorth.say(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("What an hour of %(service)s is worth is saved.") % {"service": found})
        return redirect("outages:list", found.pk)
    context = {"form": form, "service": found, "colleagues": impact_of(found).colleagues}
    return render(request, "services/outages/worth.html", context, status=422 if form.errors else 200)


def put_on(form: forms.BaseForm, error: ValidationError) -> None:
    """What is wrong with a field that the form does not ask for is wrong with the whole."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _given(request: HttpRequest) -> Any:
    """Also when it is empty."""
    return request.POST if request.method == "POST" else None


def _service(request: HttpRequest, pk: int) -> Service:
    return get_object_or_404(Service.objects.visible_to(request.user), pk=pk)


def _outage(request: HttpRequest, service: int, pk: int) -> Outage:
    return get_object_or_404(
        Outage.objects.select_related("service"), pk=pk, service=_service(request, service)
    )


def _form(
    request: HttpRequest, form: OutageForm, service: Service, outage: Outage | None = None
) -> HttpResponse:
    context = {"form": form, "service": service, "outage": outage}
    return render(request, "services/outages/form.html", context, status=422 if form.errors else 200)


def _about(request: HttpRequest, outage: Outage, form: EstimateForm | None = None) -> dict[str, Any]:
    may, reckoning = request.user.has_perm(RECORD), Reckoning.of([outage], now=timezone.now())
    usual = worth_of(outage.service)
    initial = {name: getattr(usual, name) for name in FIELDS if getattr(outage, name) is None}
    return {
        "outage": outage,
        "service": outage.service,
        "hours": reckoning.hours(outage),
        "lost": reckoning.lost(outage),
        "history": list(history(outage)),
        "form": (form or EstimateForm(instance=outage, initial=initial)) if may else None,
        "may_record": may,
    }


def history(outage: Outage) -> Any:
    """(who, when, why, what changed), the latest first."""
    people = Person.objects.in_bulk({one["by"] for one in outage.history})
    for one in reversed(outage.history):
        changes = [
            (Outage._meta.get_field(name).verbose_name, told(name, old), told(name, new))  # type: ignore[union-attr]
            for name, (old, new) in one["changes"].items()
        ]
        yield people.get(one["by"]), datetime.fromisoformat(one["at"]), one["why"], changes


def told(name: str, value: Any) -> str:
    """A kept value in the reader's words."""
    match value:
        case None | "":
            return "–"
        case True | False:
            return _("yes") if value else _("no")
    if name in MOMENTS:
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M:%S}"
    return str(value)
