"""The pages of goals: everyone who works the desk reads them, managers and administrators write them, teams say yes or no."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.services.goals import figures, roads
from itsm.services.goals.forms import GoalForm, SignOffForm, StakeholderForm
from itsm.services.goals.knowing import knows_its_people
from itsm.services.models import Goal, Service, Stakeholder


@require_safe
@for_the_desk
def goal_list(request: HttpRequest) -> HttpResponse:
    goals = list(Goal.objects.for_list())
    stands = figures.stands(goals, now=timezone.now())
    rows = [(goal, stands.get(goal.pk), *said_yes(goal)) for goal in goals]
    context = {"rows": rows, "may_edit": request.user.has_perm("services.change_goal")}
    return render(request, "services/goals/list.html", context)


def said_yes(goal: Goal) -> tuple[int, int]:
    """How many of its teams said yes to what it is now, and how many there are."""
    teams = {team.pk for team in goal.teams()}
    yes = [one for one in goal.sign_offs.all() if one.agrees and one.stands and one.team_id in teams]
    return len(yes), len(teams)


@require_safe
@for_the_desk
def roadmap(request: HttpRequest) -> HttpResponse:
    """What is to be reached, quarter by quarter, and the practices it is reached with."""
    now = timezone.now()
    context = {"quarters": roads.quarters(now=now), "practices": roads.practices(now=now)}
    return render(request, "services/goals/roadmap.html", context)


@require_safe
@for_the_desk
def goal_page(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "services/goals/goal.html", about(request, goal_or_404(pk)))


def goal_or_404(pk: int) -> Goal:
    return get_object_or_404(Goal.objects.for_list(), pk=pk)


def about(request: HttpRequest, goal: Goal, form: SignOffForm | None = None) -> dict[str, Any]:
    now, said = (
        timezone.now(),
        {one.team_id: one for one in goal.sign_offs.select_related("by", "team", "goal")},
    )
    teams = goal.teams()
    mine = goal.awaits(request.user, teams)
    return {
        "goal": goal,
        "stand": figures.stands([goal], now=now).get(goal.pk),
        "course": figures.course(goal, now=now, person=request.user),
        "sign_offs": [(team, said.get(team.pk)) for team in teams],
        "stakeholders": Stakeholder.objects.filter(service__goals=goal).select_related("person", "service"),
        "form": form or (SignOffForm(teams=mine, initial={"team": mine[0]}) if mine else None),
        "may_edit": request.user.has_perm("services.change_goal"),
    }


@require_POST
@for_the_desk
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """A team's yes or no, by whoever leads it."""
    goal = goal_or_404(pk)
    mine = goal.awaits(request.user, goal.teams())
    if not mine:
        raise PermissionDenied
    form = SignOffForm(request.POST, teams=mine)
    if form.is_valid():
        try:
            goal.sign_off(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error) if not hasattr(error, "error_dict") else form.add_error(
                "words", error.messages
            )
        else:
            return redirect(goal)
    return render(request, "services/goals/goal.html", about(request, goal, form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required("services.add_goal", raise_exception=True)
def goal_add(request: HttpRequest) -> HttpResponse:
    return edited(
        request,
        GoalForm(
            request.POST or None, initial={"owner": request.user.pk, "measure": request.GET.get("figure", "")}
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required("services.change_goal", raise_exception=True)
def goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, GoalForm(request.POST or None, instance=get_object_or_404(Goal, pk=pk)))


def edited(request: HttpRequest, form: GoalForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        goal = form.save()
        messages.success(request, _("%(name)s is saved.") % {"name": goal})
        return redirect(goal)
    context = {"form": form, "goal": form.instance if form.instance.pk else None}
    return render(request, "services/goals/form.html", context, status=422 if form.errors else 200)


# Who needs a service --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def stakeholder_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would lose if it went wrong, and what they need of it."""
    service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk)
    may_edit = knows_its_people(request.user, service)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = StakeholderForm(request.POST or None, service=service) if may_edit else None
    if request.method == "POST" and form is not None and form.is_valid():
        form.save()
        return redirect("goals:stakeholders", pk=pk)
    found = service.stakeholders.select_related("person__unit")
    context = {"service": service, "stakeholders": found, "form": form}
    return render(
        request, "services/goals/stakeholders.html", context, status=422 if form and form.errors else 200
    )


@require_POST
@for_the_desk
def stakeholder_remove(request: HttpRequest, pk: int, stakeholder: int) -> HttpResponse:
    found = get_object_or_404(Stakeholder.objects.select_related("service"), pk=stakeholder, service=pk)
    if not knows_its_people(request.user, found.service):
        raise PermissionDenied
    found.delete()
    return redirect("goals:stakeholders", pk=pk)
