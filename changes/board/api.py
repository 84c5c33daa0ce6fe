"""Boards and their meetings by API: planning, voting, holding, the minutes."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from changes.board import agenda, holding, showing, steps, voting
from changes.board.access import OfABoard, item_or_404
from changes.board.shapes import (
    AgendaItemBody,
    AgendaItemShape,
    AttendanceShape,
    BoardShape,
    DecisionBody,
    EndBody,
    FinishBody,
    MeetingActionShape,
    MeetingShape,
    MinutesShape,
    StepTimesShape,
    TakeOnBody,
    VoteBody,
)
from changes.models import AgendaItem, Board, Meeting
from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.tickets.api.shapes import Ref

ID = "[0-9]{1,18}"


class BoardViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin):
    """Who looks at changes of high risk, and which few may authorise an emergency."""

    queryset = Board.objects.prefetch_related("members")
    serializer_class = BoardShape
    lookup_value_regex = ID
    order = ("name", "pk")
    http_method_names = ["get", "post", "patch"]
    needs = (may("changes.govern_change"),)


class StepTimeViewSet(Api):
    """How long each step on the way of a change takes, round the clock, in the last 90 days."""

    needs = (TheDesk,)
    serializer_class = StepTimesShape

    @extend_schema(responses=StepTimesShape)
    def retrieve(self, request: Request) -> Response:
        now = timezone.now()
        found = {"stays": steps.stays(now=now), "answers": steps.answers(now=now)}
        return Response(StepTimesShape(found).data)


class MeetingViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Meetings of a board, the newest first. What is refused on the page is refused here, in the same words."""

    queryset = Meeting.objects.none()
    serializer_class = MeetingShape
    lookup_value_regex = ID
    order = ("-starts_at", "-pk")
    needs = (OfABoard,)

    def get_queryset(self) -> Any:
        return Meeting.objects.visible_to(self.request.user).select_related("board", "chair")

    @extend_schema(request=MeetingShape, responses={201: MinutesShape})
    def create(self, request: Request) -> Response:
        """Plan one. Its agenda builds itself."""
        if not self.request.user.has_perm("changes.run_meeting"):
            self.permission_denied(request)
        body = MeetingShape(data=request.data)
        body.is_valid(raise_exception=True)
        made = body.save()
        agenda.build(made, now=timezone.now())
        return self.shown(made, status=201)

    @extend_schema(responses=MinutesShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With its agenda, the votes, and, once it is over, its minutes."""
        return self.shown(self.get_object())

    def shown(self, found: Meeting, *, status: int = 200) -> Response:
        found = Meeting.objects.select_related("board", "chair").get(pk=found.pk)
        about = showing.minutes(found, self.request.user)
        told = {**MeetingShape(found).data, "notes": found.notes, "current": found.current_id}
        told |= {
            "there": AttendanceShape(about["there"], many=True).data,
            "away": Ref(many=True).to_representation(about["away"]),
            "items": AgendaItemShape(about["lines"], many=True).data,
            "actions": MeetingActionShape(about["actions"], many=True).data,
        }
        return Response(told, status=status)

    def led(self) -> Meeting:
        """For what is the chair's."""
        found: Meeting = self.get_object()
        if not showing.chairs(found, self.request.user):
            self.permission_denied(self.request)
        return found

    def item_of(self, found: Meeting, pk: int) -> AgendaItem:
        return item_or_404(self.request.user, found.pk, pk)

    @extend_schema(request=None, responses=MinutesShape)
    @action(detail=True, methods=["post"])
    def begin(self, request: Request, pk: str) -> Response:
        """It begins, and whoever says so is there."""
        found = self.led()
        holding.begin(found, by=self.request.user)
        return self.shown(found)

    @extend_schema(request=None, responses=MinutesShape)
    @action(detail=True, methods=["post"])
    def join(self, request: Request, pk: str) -> Response:
        """I am here."""
        found = self.get_object()
        holding.join(found, by=self.request.user)
        return self.shown(found)

    @extend_schema(request=None, responses=MinutesShape)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        found = self.get_object()
        holding.leave(found, by=self.request.user)
        return self.shown(found)

    @extend_schema(request=None, responses=MinutesShape)
    @action(detail=True, methods=["post"], url_path="look-again")
    def look_again(self, request: Request, pk: str) -> Response:
        """Build the agenda again from what waits for the board now."""
        found = self.led()
        holding.look_again(found)
        return self.shown(found)

    @extend_schema(request=None, responses=MinutesShape)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        found = self.led()
        holding.cancel(found, by=self.request.user)
        return self.shown(found)

    @extend_schema(request=EndBody, responses=MinutesShape)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """What was not decided comes back next time."""
        found = self.led()
        holding.end(found, by=self.request.user, **self.checked(EndBody))
        return self.shown(found)

    @extend_schema(request=VoteBody, responses=MinutesShape)
    @action(detail=True, methods=["post"])
    def vote(self, request: Request, pk: str) -> Response:
        """A member's vote on one change, as its plan is now. The last one counts."""
        found, given = self.get_object(), self.checked(VoteBody)
        voting.vote(self.item_of(found, given.pop("item")), by=self.request.user, **given)
        return self.shown(found)

    @extend_schema(request=AgendaItemBody, responses=MinutesShape)
    @action(detail=True, methods=["post"])
    def call(self, request: Request, pk: str) -> Response:
        """This change is talked about now."""
        found = self.led()
        holding.call(self.item_of(found, self.checked(AgendaItemBody)["item"]), by=self.request.user)
        return self.shown(found)

    @extend_schema(request=DecisionBody, responses=MinutesShape)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """What was decided. It lands on the change, with who was there."""
        found, given = self.get_object(), self.checked(DecisionBody)
        holding.decide(self.item_of(found, given.pop("item")), by=self.request.user, **given)
        return self.shown(found)

    @extend_schema(request=TakeOnBody, responses=MinutesShape)
    @action(detail=True, methods=["post"], url_path="take-on")
    def take_on(self, request: Request, pk: str) -> Response:
        """Somebody takes something on."""
        found = self.get_object()
        holding.take_on(found, by=self.request.user, item=found.current, **self.checked(TakeOnBody))
        return self.shown(found)

    @extend_schema(request=FinishBody, responses=MinutesShape)
    @action(detail=True, methods=["post"], url_path="finish-action")
    def finish_action(self, request: Request, pk: str) -> Response:
        found = self.get_object()
        mine = get_object_or_404(found.actions, pk=self.checked(FinishBody)["action"], done_at=None)
        holding.finish(mine, by=self.request.user)
        return self.shown(found)
