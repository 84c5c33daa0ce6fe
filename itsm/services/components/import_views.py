"""Components from a file: upload, look at what would change, apply."""

import csv
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.services.components import carry, columns, report, upload
from itsm.services.components.forms import UploadForm
from itsm.services.components.plan import Plan
from itsm.services.components.sheet import Unreadable

SHOWN = 200  # of each kind on the page; the report has them all
NEEDED = ("services.add_component", "services.change_component")
may_import = permission_required(NEEDED, raise_exception=True)


@for_the_desk
@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data.pop("file").read()
        try:
            kept = upload.keep(data, by=request.user, **form.cleaned_data)
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("services:component_import_plan", kept.key)
    context = {"form": form, "columns": columns.COLUMNS}
    return render(request, "services/components/import.html", context, status=422 if form.errors else 200)


@for_the_desk
@may_import
@require_safe
def import_sample(request: HttpRequest) -> HttpResponse:
    return _file(columns.sample(), "components.csv")


@for_the_desk
@may_import
@require_safe
@never_cache
def import_plan(request: HttpRequest, key: str) -> HttpResponse:
    kept = _kept(request, key)
    return _show(request, kept, carry.plan(kept.sheet, kept.options))


@for_the_desk
@may_import
@require_safe
@never_cache
def import_report(request: HttpRequest, key: str) -> HttpResponse:
    kept = _kept(request, key)
    response = _file("\ufeff", "what-would-change.csv")
    csv.writer(response).writerows(report.rows(carry.plan(kept.sheet, kept.options)))
    return response


@for_the_desk
@may_import
@require_POST
def import_apply(request: HttpRequest, key: str) -> HttpResponse:
    kept = _kept(request, key)
    try:
        done = carry.carry_out(kept.sheet, kept.options, shown=request.POST.get("shown", ""))
    except carry.PlanChanged:
        return _show(request, kept, carry.plan(kept.sheet, kept.options), stale=True)
    upload.forget(key, by=request.user)
    messages.success(request, _said(done))
    return redirect("services:components")


def _kept(request: HttpRequest, key: str) -> upload.Kept:
    kept = upload.find(key, by=request.user)
    if kept is None:
        raise Http404(_("This upload is gone: it was applied, or an hour has passed. Upload the file again."))
    return kept


def _show(request: HttpRequest, kept: upload.Kept, plan: Plan, *, stale: bool = False) -> HttpResponse:
    context: dict[str, Any] = {"plan": plan, "key": kept.key, "stale": stale}
    for part in ("bad", "new", "changed"):
        context[part] = [report.told(row) for row in getattr(plan, part)[:SHOWN]]
    return render(request, "services/components/plan.html", context, status=409 if stale else 200)


def _said(plan: Plan) -> str:
    count = len(plan.new) + len(plan.changed)
    return ngettext(
        "%(count)d component is changed or added.", "%(count)d components are changed or added.", count
    ) % {"count": count}


def _file(text: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=disposition)
