"""The teams: the desk looks, administrators change."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.people.forms import JoinForm, TeamForm
from itsm.people.models import Person, Team


@for_the_desk
@require_safe
@permission_required("people.view_team", raise_exception=True)
def team_list(request: HttpRequest) -> HttpResponse:
    size = Count("members", filter=Q(members__is_active=True))
    teams = Team.objects.select_related("lead").annotate(size=size).order_by("-is_active", "name")
    return render(request, "people/teams.html", {"teams": teams, "may_change": _may_change(request)})


@for_the_desk
@require_safe
@permission_required("people.view_team", raise_exception=True)
def team_page(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("lead"), pk=pk)
    return render(request, "people/team.html", _about(request, team))


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("people.add_team", raise_exception=True)
def team_add(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if form.is_valid():
        team = form.save()
        messages.success(request, _("%(name)s is added. Now add its members.") % {"name": team})
        return redirect(team)
    return render(request, "people/team_form.html", {"form": form}, status=422 if form.errors else 200)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("people.change_team", raise_exception=True)
def team_edit(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team, pk=pk)
    name = team.name
    form = TeamForm(request.POST or None, instance=team)
    if form.is_valid():
        messages.success(request, _("%(name)s is saved.") % {"name": form.save()})
        return redirect(team)
    context = {"form": form, "team": team, "name": name}
    return render(request, "people/team_form.html", context, status=422 if form.errors else 200)


@for_the_desk
@require_POST
@permission_required("people.change_team", raise_exception=True)
def team_join(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("lead"), pk=pk)
    form = JoinForm(request.POST)
    if form.is_valid():
        team.members.add(form.cleaned_data["person"])
        return redirect(team)
    return render(request, "people/team.html", _about(request, team, form), status=422)


@for_the_desk
@require_POST
@permission_required("people.change_team", raise_exception=True)
def team_leave(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    team = get_object_or_404(Team, pk=pk)
    member: Person = get_object_or_404(team.members, pk=person)
    team.members.remove(member)
    messages.success(request, _("%(name)s left %(team)s.") % {"name": member, "team": team})
    return redirect(team)


def _about(request: HttpRequest, team: Team, form: JoinForm | None = None) -> dict[str, Any]:
    may_change = _may_change(request)
    return {
        "team": team,
        "members": team.members.with_place(),
        "form": (form or JoinForm()) if may_change else None,
        "may_change": may_change,
    }


def _may_change(request: HttpRequest) -> bool:
    return request.user.has_perm("people.change_team")
