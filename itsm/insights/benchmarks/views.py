"""The page on which bands are read, switched on and off, and added."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from itsm.frame.http import HttpRequest, render
from itsm.frame.practices import is_here
from itsm.insights.benchmarks.bands import every, without_any
from itsm.insights.benchmarks.forms import BandForm
from itsm.insights.benchmarks.models import OwnBand, Shown
from itsm.insights.measures import Measure, measures
from itsm.insights.views import READERS


@require_http_methods(["GET", "HEAD", "POST"])
def band_list(request: HttpRequest) -> HttpResponse:
    """Every band by its figure; the form below adds one."""
    _only_readers(request)
    form = BandForm(request.POST or None, initial={"measure": request.GET.get("measure", "")})
    if request.method == "POST" and form.is_valid():
        OwnBand.enter(by=request.user, **form.cleaned_data)
        messages.success(request, _("The band stands with its figure from now on."))
        return redirect("benchmarks:list")
    here = measures_here()
    context = {
        "groups": _groups(here),
        "nobody": [here[key].name for key in sorted(without_any()) if key in here],
        "form": form,
    }
    return render(request, "insights/benchmarks/list.html", context, status=422 if form.errors else 200)


@require_POST
def band_show(request: HttpRequest, name: str) -> HttpResponse:
    """Show it, or show it no more."""
    _only_readers(request)
    if name not in {one.name for one, _shown in every()}:
        raise Http404
    Shown.decide(name, shown="shown" in request.POST, by=request.user)
    return redirect("benchmarks:list")


@require_POST
def band_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Only one's own; a published one is switched off."""
    _only_readers(request)
    get_object_or_404(OwnBand, pk=pk).delete()
    messages.success(request, _("The band is removed."))
    return redirect("benchmarks:list")


def measures_here() -> dict[str, Measure]:
    return {one.key: one for one in measures() if is_here(one.source.rows)}


def _groups(here: dict[str, Measure]) -> list[tuple[Measure, list[dict[str, Any]]]]:
    """Figure → its bands in words."""
    year = timezone.localdate().year
    found = sorted(
        ((one, shown) for one, shown in every() if one.measure in here), key=lambda pair: pair[0].measure
    )
    return [
        (
            here[key],
            [
                {
                    "band": one,
                    "told": one.told(here[key].unit),
                    "old": one.is_old(year),
                    "shown": shown,
                }
                for one, shown in bands
            ],
        )
        for key, bands in groupby(found, key=lambda pair: pair[0].measure)
    ]


def _only_readers(request: HttpRequest) -> None:
    if not request.user.roles & READERS:
        raise PermissionDenied
