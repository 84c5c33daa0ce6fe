"""Meetings, decisions, actions and business units, by API. What is refused on a page is refused here in the same words."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.meetings import holding, kept, taken, units
from comms.meetings.shapes import (
    DecisionShape,
    FigureDecisionBody,
    NotesBody,
    PointBody,
    ReviewMeetingShape,
    ReviewMinutesShape,
    TakenOnShape,
    TakeOnActionBody,
    UnitDetail,
    UnitShape,
)
from comms.models import Action, Decision, Meeting
from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.people.models import BusinessUnit

ID = "[0-9]{1,18}"


class MeetingViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Service reviews, check-ins and stand-ups, the newest first. Those of change boards are under `meetings`."""

    queryset = Meeting.objects.none()
    serializer_class = ReviewMeetingShape
    lookup_field = "number"
    lookup_value_regex = "[A-Za-z]{3}-[0-9]{1,18}"
    order = ("-starts_at", "-pk")

    def get_queryset(self) -> Any:
        return Meeting.objects.visible_to(self.request.user).with_subject()

    def get_object(self) -> Meeting:
        key = self.kwargs["number"].upper().removeprefix("MTG-")
        found: Meeting | None = self.get_queryset().filter(pk=key).first() if key.isdecimal() else None
        if found is None:
            raise Http404
        return found

    def led(self) -> Meeting:
        found = self.get_object()
        if not found.is_led_by(self.request.user):
            raise PermissionDenied
        return found

    def shown(self, found: Meeting, *, status: int = 200) -> Response:
        fresh = Meeting.objects.with_subject().prefetch_related(
            "attendances__person", "decisions__by", "actions__owner"
        )
        return Response(ReviewMinutesShape(fresh.get(pk=found.pk)).data, status=status)

    @extend_schema(responses=ReviewMinutesShape)
    def retrieve(self, request: Request, number: str) -> Response:
        return self.shown(self.get_object())

    @extend_schema(request=ReviewMeetingShape, responses={201: ReviewMinutesShape})
    def create(self, request: Request) -> Response:
        """Plan one and lead it. Its agenda builds itself and goes out with the invitation."""
        if not self.request.user.works_the_desk:
            raise Http404
        given = self.checked(ReviewMeetingShape)
        people = given.pop("people", [])
        made = holding.call(Meeting(host=self.request.user, **given), people=people, by=self.request.user)
        return self.shown(made, status=201)

    @extend_schema(request=ReviewMeetingShape, responses=ReviewMinutesShape)
    def partial_update(self, request: Request, number: str) -> Response:
        """Another time, place or people, until it begins; whoever must know hears of it."""
        found = self.led()
        body = ReviewMeetingShape(found, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        people = given.pop("people", None)
        if people is None:
            people = [one.person for one in found.attendances.select_related("person")]
        for name, value in given.items():
            setattr(found, name, value)
        holding.change(found, people=people, by=self.request.user)
        return self.shown(found)

    @extend_schema(request=None, responses=ReviewMinutesShape)
    @action(detail=True, methods=["post"], url_path="look-again")
    def look_again(self, request: Request, number: str) -> Response:
        """Build the agenda again from what is so now."""
        found = self.led()
        holding.look_again(found)
        return self.shown(found)

    @extend_schema(request=None, responses=ReviewMinutesShape)
    @action(detail=True, methods=["post"])
    def begin(self, request: Request, number: str) -> Response:
        """The agenda stays as it is now."""
        found = self.led()
        holding.begin(found, by=self.request.user)
        return self.shown(found)

    @extend_schema(request=NotesBody, responses=ReviewMinutesShape)
    @action(detail=True, methods=["post"])
    def write(self, request: Request, number: str) -> Response:
        """The notes, and who is there."""
        found = self.led()
        holding.write(found, **self.checked(NotesBody))
        return self.shown(found)

    @extend_schema(request=None, responses=ReviewMinutesShape)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, number: str) -> Response:
        """It is over; the minutes go to everybody who was asked."""
        found = self.led()
        holding.end(found, by=self.request.user)
        return self.shown(found)

    @extend_schema(request=None, responses=ReviewMinutesShape)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, number: str) -> Response:
        """It does not take place, and whoever was asked hears it."""
        found = self.led()
        holding.cancel(found, by=self.request.user)
        return self.shown(found)

    @extend_schema(request=PointBody, responses=ReviewMinutesShape)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, number: str) -> Response:
        """With the figure of a point of the agenda, as it stands there."""
        found, given = self.led(), self.checked(PointBody)
        point = given.pop("point")
        figure = None if point is None else taken.figure_of_point(found, str(point))
        holding.decide(by=self.request.user, meeting=found, figure=figure, **given)
        return self.shown(found)

    @extend_schema(request=TakeOnActionBody, responses=ReviewMinutesShape)
    @action(detail=True, methods=["post"], url_path="take-on")
    def take_on(self, request: Request, number: str) -> Response:
        """Somebody takes something on, with a name and a day."""
        found = self.led()
        holding.take_on(found, by=self.request.user, **self.checked(TakeOnActionBody))
        return self.shown(found)


class DecisionViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Which figure led to which decision, the newest first. What was decided is never changed afterwards."""

    queryset = Decision.objects.none()
    serializer_class = DecisionShape
    lookup_value_regex = ID
    order = ("-at", "-pk")
    needs = (may("comms.lead_meeting"),)

    def get_queryset(self) -> Any:
        return Decision.objects.visible_to(self.request.user).with_people()

    @extend_schema(request=FigureDecisionBody, responses={201: DecisionShape})
    def create(self, request: Request) -> Response:
        """By itself; one made in a meeting is written there."""
        given = self.checked(FigureDecisionBody)
        about = {name: value for name in ("service", "team") if (value := given.pop(name))}
        key, figure = given.pop("figure"), None
        if key:
            figure = kept.take(key, now=timezone.now(), **about)
            if figure is None:
                raise Http404
        made = holding.decide(by=self.request.user, figure=figure, **given)
        return Response(DecisionShape(made).data, status=201)


class ActionViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What people took on in meetings and have not done yet: one's own, and for the desk everybody's."""

    queryset = Action.objects.none()
    serializer_class = TakenOnShape
    lookup_value_regex = ID
    order = ("due_on", "pk")

    def get_queryset(self) -> Any:
        found = Action.objects.visible_to(self.request.user).with_people()
        return found.open() if self.action == "list" else found

    @extend_schema(request=None, responses=TakenOnShape)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """It is done, says its owner or whoever led the meeting."""
        found: Action = self.get_object()
        if self.request.user.pk != found.owner_id and not found.meeting.is_led_by(self.request.user):
            raise PermissionDenied
        holding.finish(found, by=self.request.user)
        return Response(self.get_serializer(self.get_object()).data)


class UnitViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin):
    """Business units: the desk reads, managers and administrators change."""

    queryset = BusinessUnit.objects.all()
    serializer_class = UnitShape
    lookup_value_regex = ID
    order = ("name", "pk")
    http_method_names = ["get", "head", "options", "post", "patch"]
    filter_backends = ()
    needs = (may("people.change_businessunit"), TheDesk)

    @extend_schema(responses=UnitDetail)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With what it uses, wants and waits for, and when we talk."""
        unit, now = self.get_object(), timezone.now()
        family = unit.family()
        talks = units.talks(unit, now=now)
        found = {
            **UnitShape(unit).data,
            "people": unit.people.filter(is_active=True).count(),
            "promises": units.promises(family, self.request.user).count(),
            "used": units.used(family, now=now),
            "goals": [goal.pk for goal in units.goals(family)],
            "last_talk": talks.last.number if talks.last else None,
            "next_talk": talks.next.number if talks.next else None,
            "overdue": talks.overdue,
        }
        return Response(found | {"used": UnitDetail().fields["used"].to_representation(found["used"])})
