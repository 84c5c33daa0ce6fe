"""Pipelines under Set up: the address, the secret shown once, how to call, and what came of the last runs."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes.models import Deployment, Pipeline
from changes.pipelines.forms import PipelineForm
from changes.pipelines.keeping import new_secret
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk

SHOWN = 20  # runs on a pipeline's page
SET_UP = "changes.change_pipeline"
administrators = permission_required(SET_UP, raise_exception=True)


@require_safe
@for_the_desk
@administrators
def pipeline_list(request: HttpRequest) -> HttpResponse:
    found = Pipeline.objects.select_related("model", "speaks_for").order_by("-is_active", "name")
    return render(request, "changes/pipelines/list.html", {"pipelines": found})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@administrators
def pipeline(request: HttpRequest, key: str = "") -> HttpResponse:
    """Set one up, or change it. A new one is shown its secret at once."""
    found = get_object_or_404(Pipeline, key=key) if key else None
    form = PipelineForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
        if not found:
            return show(request, kept, secret=new_secret(kept))
        kept.save()
        return redirect("changes:pipeline", kept.key)
    return show(request, found, form=form, status=422 if form.errors else 200)


@require_POST
@for_the_desk
@administrators
def renew(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Pipeline, key=key)
    return show(request, found, secret=new_secret(found))


def show(
    request: HttpRequest,
    found: Pipeline | None,
    *,
    form: PipelineForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "pipeline": found,
        "form": form or PipelineForm(instance=found),
        "secret": secret,
    }
    if found:
        runs = Deployment.objects.visible_to(request.user).filter(pipeline=found)
        context["runs"] = runs.select_related("change").order_by("-began_at", "-pk")[:SHOWN]
        context["confirmed"] = said_in_shell(found.model.checks)
        context["address"] = settings.BASE_URL + reverse("pipeline_hook", args=[found.key])
    return render(request, "changes/pipelines/pipeline.html", context, status=status)


def said_in_shell(checks: list[str]) -> str:
    """As JSON between the single quotes of the example: an apostrophe would end them."""
    return json.dumps(checks, ensure_ascii=False).replace("'", "\\u0027") if checks else ""
