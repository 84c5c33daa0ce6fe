"""The doors to the meetings of boards: open to the desk, and to members, wherever else they work."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from changes.models import AgendaItem, Change, Meeting
from itsm.frame.http import HttpRequest
from itsm.people.models import Person

View = Callable[..., HttpResponse]


def comes_to_meetings(person: Person) -> bool:
    return person.works_the_desk or person.boards.exists()


def for_boards(view: View) -> View:
    """For anybody else there is nothing here."""

    @wraps(view)
    def only_for_boards(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not comes_to_meetings(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return only_for_boards


class OfABoard(BasePermission):
    """The same by API."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not comes_to_meetings(request.user):  # type: ignore[arg-type]
            raise Http404
        return True


def meeting_or_404(person: Person, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(person).select_related("board", "chair", "current__change")
    return get_object_or_404(rows, pk=pk)


def item_or_404(person: Person, pk: int, item: int) -> AgendaItem:
    rows = AgendaItem.objects.visible_to(person).select_related("meeting__board", "meeting__chair", "change")
    return get_object_or_404(rows, meeting=pk, pk=item)


def read_by_or_404(person: Person, number: str) -> Change:
    """A change for whoever sees it, or has it before their board."""
    rows = Change.objects.visible_to(person)
    if not person.works_the_desk:
        rows = Change.objects.filter(agenda_items__in=AgendaItem.objects.visible_to(person)).distinct()
    return get_object_or_404(rows, number=number)
