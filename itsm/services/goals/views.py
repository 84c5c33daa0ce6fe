"""The pages of goals: everyone who works the desk reads them, managers and administrators write them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.services.goals.forms import GoalForm
from itsm.services.models import Goal


@require_safe
@for_the_desk
def goal_list(request: HttpRequest) -> HttpResponse:
    goals = Goal.objects.select_related("owner").prefetch_related("services")
    context = {"goals": goals, "may_edit": request.user.has_perm("services.change_goal")}
    return render(request, "services/goals/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required("services.add_goal", raise_exception=True)
def goal_add(request: HttpRequest) -> HttpResponse:
    return edited(request, GoalForm(request.POST or None, initial={"owner": request.user.pk}))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required("services.change_goal", raise_exception=True)
def goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, GoalForm(request.POST or None, instance=get_object_or_404(Goal, pk=pk)))


def edited(request: HttpRequest, form: GoalForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("%(name)s is saved.") % {"name": form.save()})
        return redirect("goals:list")
    context = {"form": form, "goal": form.instance if form.instance.pk else None}
    return render(request, "services/goals/form.html", context, status=422 if form.errors else 200)
