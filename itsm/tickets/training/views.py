"""The page of the training room: who practises goes in and out, an administrator makes it, begins it anew and takes it away."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.people.forms import JoinForm
from itsm.people.models import Person, Team
from itsm.tickets.training import examples, room
from itsm.tickets.training import team as training
from itsm.tickets.training.middleware import KEY, may_enter

View = Callable[..., HttpResponse]


def looks_after(person: Person) -> bool:
    return person.has_perm("people.add_team")


def for_who_looks_after_it(view: View) -> View:
    """Everybody else who practises is told no; for the rest there is no such page."""

    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not looks_after(request.user):
            _own_or_404(request)
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def _own_or_404(request: HttpRequest) -> Team:
    """The training team, for its members and whoever looks after it."""
    team = Team.that_practises()
    if team is None or not may_enter(request.user, team.pk):
        raise Http404
    return team


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    if not looks_after(request.user):
        _own_or_404(request)
    return render(request, "training/room.html", _about(request))


def _about(request: HttpRequest, form: JoinForm | None = None) -> dict[str, Any]:
    team, may_change = Team.that_practises(), looks_after(request.user)
    return {
        "team": team,
        "examples": look_in() if team else [],
        "is_in": request.session.get(KEY) is not None,
        "may_change": may_change,
        "members": team.members.with_place() if team and may_change else [],
        "form": form or JoinForm() if team and may_change else None,
    }


def look_in() -> list[examples.Example]:
    """From wherever one stands. Nothing, while there is no room: going in builds it."""
    try:
        with nullcontext() if room.is_inside() else room.inside():
            return examples.listed()
    except room.Closed:
        return []


@require_safe
def invitation(request: HttpRequest) -> HttpResponse:
    """For the page of first steps: the way in for who practises, nothing for the rest."""
    team = Team.that_practises()
    invited = team is not None and may_enter(request.user, team.pk)
    return render(request, "training/invitation.html") if invited else HttpResponse()


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """What was opened before is not sent from inside: its page belongs to the other side, and is refused as too old."""
    team = _own_or_404(request)
    if not room.stands():
        training.reset(now=timezone.now())
    request.session[KEY] = team.pk
    rotate_token(request)
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if is_ours else "desk:home" if request.user.works_the_desk else "portal:home")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    request.session.pop(KEY, None)
    rotate_token(request)
    messages.success(request, _("You have left the training room. What you see now is real."))
    return redirect("home")


@for_who_looks_after_it
def begin(request: HttpRequest) -> HttpResponse:
    training.begin(members=[request.user], now=timezone.now())
    messages.success(request, _("The training room is ready. Now add who practises in it."))
    return redirect("training:room")


@for_who_looks_after_it
def reset(request: HttpRequest) -> HttpResponse:
    training.reset(now=timezone.now())
    messages.success(request, _("The examples are as new."))
    return redirect("training:room")


@for_who_looks_after_it
def remove(request: HttpRequest) -> HttpResponse:
    training.remove()
    request.session.pop(KEY, None)
    rotate_token(request)
    messages.success(request, _("The training room is gone, and everything in it."))
    return redirect("training:room")


@for_who_looks_after_it
def add_member(request: HttpRequest) -> HttpResponse:
    team, form = _own_or_404(request), JoinForm(request.POST)
    if form.is_valid():
        team.members.add(form.cleaned_data["person"])
        return redirect("training:room")
    return render(request, "training/room.html", _about(request, form), status=422)


@for_who_looks_after_it
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    team = _own_or_404(request)
    member: Person = get_object_or_404(team.members, pk=pk)
    team.members.remove(member)
    messages.success(request, _("%(name)s practises no more.") % {"name": member})
    return redirect("training:room")
