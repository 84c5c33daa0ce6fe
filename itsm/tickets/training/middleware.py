"""Whoever has gone into the training room stays inside, page after page, until they leave it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from itsm.people.models import Person
from itsm.people.roles import ADMINISTRATOR
from itsm.tickets.training import room

KEY = "training"  # in the session: the team as whose member one went in


class InItsRoom:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            not request.user.is_authenticated  # asked first: who is nobody has no session, also while the database is away
            or KEY not in request.session
            or room.is_outside(request.path_info)
        ):
            return self.get_response(request)
        if not may_enter(request.user, request.session[KEY]):
            return turned_out(request)
        try:
            with room.inside():
                return self.get_response(request)
        except room.Closed:
            return turned_out(request)


def may_enter(person: Person, team: int) -> bool:
    return team in person.team_ids or ADMINISTRATOR in person.roles


def turned_out(request: HttpRequest) -> HttpResponse:
    """Nothing of what they sent is done: it was meant for the room."""
    del request.session[KEY]
    messages.warning(request, _("The training room is closed. What you see now is real."))
    return redirect("home")
