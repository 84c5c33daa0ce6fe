"""The page of targets: what each figure should be, for whom, since when, and which of them pull against each other."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from itsm.frame.http import HttpRequest, render
from itsm.insights.goals.forms import TargetForm
from itsm.insights.goals.progress import here, in_unit
from itsm.insights.goals.targets import set_target, standing, today
from itsm.insights.goals.tensions import clashes, wishes
from itsm.insights.views import READERS
from itsm.services.models import Goal


@require_http_methods(["GET", "HEAD", "POST"])
def target_list(request: HttpRequest) -> HttpResponse:
    """Who reads figures says what they should be."""
    if not request.user.roles & READERS:
        raise PermissionDenied
    form = TargetForm(
        request.POST or None, initial={"measure": request.GET.get("figure", ""), "since": today()}
    )
    if request.method == "POST" and form.is_valid():
        set_target(by=request.user, **form.cleaned_data)
        messages.success(request, _("The target is kept. It stands in the charts of this figure."))
        return redirect("targets:list")
    known, found = here(), standing(today())
    rows = [
        (known[one.measure], one, in_unit(one.value, known[one.measure]))
        for one in found
        if one.measure in known
    ]
    pairs = list(clashes(wishes(Goal.objects.pursued().measured(), found)))
    context = {
        "form": form,
        "rows": rows,
        "sharp": [pair for pair in pairs if pair.sharp],
        "watched": [pair for pair in pairs if not pair.sharp],
    }
    return render(request, "insights/goals/targets.html", context, status=422 if form.errors else 200)
