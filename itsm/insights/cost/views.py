"""The page on which somebody who knows says what the desk costs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from itsm.frame.http import HttpRequest, render
from itsm.insights.cost.forms import CostForm
from itsm.insights.cost.models import DeskCost
from itsm.insights.views import READERS


@require_http_methods(["GET", "HEAD", "POST"])
def cost_list(request: HttpRequest) -> HttpResponse:
    """Who reads figures says what the desk costs."""
    if not request.user.roles & READERS:
        raise PermissionDenied
    given = request.POST if request.method == "POST" else None
    form = CostForm(given, initial={"since": timezone.localdate().replace(day=1)})
    if form.is_valid():
        DeskCost.enter(by=request.user, **form.cleaned_data)
        messages.success(request, _("The cost is kept. “Cost per ticket” counts with it at once."))
        return redirect("cost:list")
    context = {"form": form, "costs": DeskCost.objects.latest_first()}
    return render(request, "insights/cost/list.html", context, status=422 if form.errors else 200)


@require_POST
def cost_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The cost before it holds again."""
    if not request.user.roles & READERS:
        raise PermissionDenied
    get_object_or_404(DeskCost, pk=pk).delete()
    messages.success(request, _("Removed. What was entered before it counts again."))
    return redirect("cost:list")
