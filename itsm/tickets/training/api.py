"""The training room by API. Going in belongs to a browser's session: a program always works on what is real."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.views import Api
from itsm.people.models import Person, Team
from itsm.tickets.training import team as training
from itsm.tickets.training.middleware import may_enter
from itsm.tickets.training.views import look_in, looks_after


class ExampleShape(serializers.Serializer):
    number = serializers.CharField(source="ticket.number")
    kind = serializers.CharField(source="ticket.kind")
    title = serializers.CharField(source="ticket.title")
    status = serializers.CharField(source="ticket.status")
    holder = serializers.CharField(source="ticket.holder")
    promised_at = serializers.DateTimeField(source="ticket.promised_at", allow_null=True)
    says = serializers.CharField(help_text="What to practise on it.")


class TrainingShape(serializers.Serializer):
    name = serializers.CharField()
    members = serializers.SerializerMethodField(help_text="Persons.")
    examples = serializers.SerializerMethodField()

    def get_members(self, team: Team) -> list[int]:
        return list(team.members.values_list("pk", flat=True))

    @extend_schema(responses=ExampleShape(many=True))
    def get_examples(self, _team: Team) -> list[dict[str, Any]]:
        return list(ExampleShape(look_in(), many=True).data)


class PractisingBody(serializers.Serializer):
    person = serializers.PrimaryKeyRelatedField(queryset=Person.objects.active())


class TrainingViewSet(Api):
    """A team that practises on example tickets in a room of its own. Nothing of it counts anywhere."""

    queryset = Team.objects.none()
    serializer_class: Any = TrainingShape
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=TrainingShape)
    def list(self, request: Request) -> Response:
        """The room and its examples, for who practises and who looks after it; 404 while there is none."""
        return self.told(self.own_or_404())

    @extend_schema(request=None, responses={201: TrainingShape})
    def create(self, request: Request) -> Response:
        """Make the team and its room, with the examples. Whoever does is its first member."""
        self.check_looks_after()
        team = training.begin(members=[self.request.user], now=timezone.now())
        return self.told(team, status=201)

    @extend_schema(request=None, responses=TrainingShape)
    @action(detail=False, methods=["post"])
    def reset(self, request: Request) -> Response:
        """The examples as new, whatever was done to them."""
        self.check_looks_after()
        training.reset(now=timezone.now())
        return self.told(self.own_or_404())

    @extend_schema(request=PractisingBody, responses=TrainingShape)
    @action(detail=False, methods=["post"])
    def join(self, request: Request) -> Response:
        self.check_looks_after()
        team = self.own_or_404()
        team.members.add(self.checked(PractisingBody)["person"])
        return self.told(team)

    @extend_schema(request=PractisingBody, responses=TrainingShape)
    @action(detail=False, methods=["post"])
    def leave(self, request: Request) -> Response:
        self.check_looks_after()
        team = self.own_or_404()
        team.members.remove(self.checked(PractisingBody)["person"])
        return self.told(team)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"])
    def remove(self, request: Request) -> Response:
        """The team, its room, and everything in it."""
        self.check_looks_after()
        training.remove()
        return Response(status=204)

    def own_or_404(self) -> Team:
        team = Team.that_practises()
        if team is None or not may_enter(self.request.user, team.pk):
            raise Http404
        return team

    def check_looks_after(self) -> None:
        if not looks_after(self.request.user):
            self.own_or_404()
            raise PermissionDenied

    def told(self, team: Team, *, status: int = 200) -> Response:
        return Response(TrainingShape(team).data, status=status)
