"""The library: what may be done without asking, and what becomes of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes.access import GOVERN, refuse_all_but_governors
from changes.library.forms import ModelForm, ReasonForm
from changes.models import ChangeModel
from itsm.frame.http import HttpRequest, render
from itsm.tickets.errors import Refused

SHOWN = 10
SAID = {
    "write": gettext_lazy("wrote it"),
    "authorise": gettext_lazy("authorised it"),
    "review": gettext_lazy("took it back to review"),
    "retire": gettext_lazy("retired it"),
}


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    if not request.user.works_the_desk:
        raise Http404
    models = ChangeModel.objects.select_related("owner").order_by("state", "name")
    return render(
        request,
        "changes/library/library.html",
        {"models": models, "may_govern": request.user.has_perm(GOVERN)},
    )


@require_safe
def model(request: HttpRequest, key: str) -> HttpResponse:
    return show(request, model_or_404(request, key))


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, key: str = "") -> HttpResponse:
    """A new one, or one said anew: authorised anew, too, if it is another thing."""
    known = model_or_404(request, key) if key else ChangeModel()
    refuse_all_but_governors(request)
    form = ModelForm(request.POST or None, instance=known, person=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(form.write())
    context = {"form": form, "model": known if key else None}
    return render(request, "changes/library/write.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """authorise, review, retire: each says what it refuses on the page of the model."""
    found = model_or_404(request, key)
    refuse_all_but_governors(request)
    if verb not in ChangeModel.FLOW:
        raise Http404
    form = ReasonForm(request.POST)
    said = {} if verb == "authorise" else {"reason": form.cleaned_data["reason"] if form.is_valid() else ""}
    if "reason" in said and not said["reason"]:
        return show(request, found, refused=_("Say why."), status=422)
    try:
        getattr(found, verb)(by=request.user, now=timezone.now(), **said)
    except Refused as refused:
        return show(request, model_or_404(request, key), refused=refused, status=409)
    messages.success(
        request, _("%(model)s: %(state)s.") % {"model": found.name, "state": found.get_state_display()}
    )
    return redirect(found)


def show(request: HttpRequest, found: ChangeModel, *, status: int = 200, **told: Any) -> HttpResponse:
    verbs = [verb for verb, (sources, _target) in ChangeModel.FLOW.items() if found.state in sources]
    context = {
        "model": found, "changes": found.changes.for_list().order_by("-opened_at")[:SHOWN], "verbs": verbs,
        "history": [{**line, "said": SAID[line["verb"]]} for line in found.history],
        "may_govern": request.user.has_perm(GOVERN), "form": ReasonForm(), **told,
    }  # fmt: skip
    return render(request, "changes/library/model.html", context, status=status)


def model_or_404(request: HttpRequest, key: str) -> ChangeModel:
    if not request.user.works_the_desk:
        raise Http404
    return get_object_or_404(ChangeModel.objects.select_related("owner", "authorised_by"), key=key)
