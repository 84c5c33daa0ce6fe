"""Rehearsals of an outage, by API. Nothing of them leaves."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.drill import rehearsing
from comms.drill.rehearsing import Rehearsal
from comms.drill.stories import STORIES
from comms.drill.words import prepared
from comms.models import Audience, Drill, Notice
from comms.notices import bodies, drafts, telling
from comms.promises.api import DueWordShape
from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.services.models import Service
from itsm.tickets.api.shapes import Ref

VERBS = sorted(set(Notice.FLOWS[Notice.Kind.OUTAGE]) - {"worsen"})
VERB = OpenApiParameter("verb", str, OpenApiParameter.PATH, enum=VERBS)


class StoryShape(serializers.Serializer):
    story = serializers.CharField(source="key")
    title = serializers.CharField()
    works_again = serializers.IntegerField(help_text="The minute; from then on the last word is due.")


class DrillRow(serializers.Serializer):
    id = serializers.IntegerField(source="drill.pk")
    story = serializers.CharField(source="drill.story")
    title = serializers.CharField(source="story.title")
    notice = serializers.CharField(source="drill.notice.number")
    started_by = Ref(source="drill.started_by")
    started_at = serializers.DateTimeField(source="drill.started_at")
    ended_at = serializers.DateTimeField(source="drill.ended_at", allow_null=True)
    points = serializers.IntegerField(source="score.points", help_text="Of a hundred, as of now.")
    time = serializers.IntegerField(source="score.time", help_text="Of them, for words in time.")
    words = serializers.IntegerField(source="score.words", help_text="Of them, for words for everyone.")


class SceneShape(serializers.Serializer):
    at = serializers.DateTimeField()
    words = serializers.CharField(help_text="What the desk gets to know then.")

    def to_representation(self, one: Any) -> Any:
        at, scene = one
        return super().to_representation({"at": at, "words": str(scene.words)})


class CoveredShape(serializers.Serializer):
    """Slots with words, of the slots there are, for one audience; `own`: messages in words of its own."""

    audience = serializers.ChoiceField(Audience.choices)
    filled, slots = serializers.IntegerField(), serializers.IntegerField()
    own, messages = serializers.IntegerField(), serializers.IntegerField()


class DrillShape(DrillRow):
    scenes = SceneShape(many=True, help_text="Those that have come.")
    kept = serializers.IntegerField(source="cadence.kept", help_text="Of `over`.")
    over = serializers.IntegerField(source="cadence.over")
    next = DueWordShape(source="cadence.next", allow_null=True, help_text="What is due, or overdue.")
    due_words = DueWordShape(source="cadence.steps", many=True)
    covered = CoveredShape(source="score.covered", many=True)
    allowed_verbs = serializers.SerializerMethodField(help_text="What can be said next, what fits first.")

    def get_allowed_verbs(self, shown: Rehearsal) -> list[str]:
        return shown.steps if shown.is_running else []


class PreparedShape(serializers.Serializer):
    step = serializers.CharField()
    covered = CoveredShape(many=True)


class StartBody(serializers.Serializer):
    story = serializers.ChoiceField([(story, story) for story in STORIES])
    service = serializers.PrimaryKeyRelatedField(
        queryset=Service.objects.filter(is_active=True), required=False, allow_null=True
    )


class DrillViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What was rehearsed, newest first, each with its score."""

    queryset = Drill.objects.with_notice()
    serializer_class = DrillShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-started_at", "-pk")
    needs = (only("comms.tell_notice"),)

    @extend_schema(responses=DrillRow(many=True))
    def list(self, request: Request) -> Response:
        rows: Any = self.paginate_queryset(self.get_queryset())
        shown = Rehearsal.of_each(rows, now=timezone.now())
        return self.get_paginated_response(DrillRow(shown, many=True).data)

    @extend_schema(request=StartBody, responses={201: DrillShape})
    @once
    def create(self, request: Request) -> Response:
        """The clock runs from here; its first message is the first thing to do. One at a time for each."""
        made = rehearsing.start(by=self.request.user, now=timezone.now(), **self.checked(StartBody))
        return Response(self.told(made).data, status=201)

    def retrieve(self, request: Request, pk: str) -> Response:
        """What is known by now, what is due, what was kept; at its end, the score."""
        return self.told(self.get_object())

    @extend_schema(request=bodies.SayBody, parameters=[VERB], responses=DrillShape)
    @action(detail=True, methods=["post"], url_path=f"say/(?P<verb>{'|'.join(VERBS)})")
    @once
    def say(self, request: Request, pk: str, verb: str) -> Response:
        """The next message. It stands in the rehearsal and nowhere else."""
        drill = self.get_object()
        telling.say(drill.notice, verb, by=self.request.user, **self.checked(bodies.SayBody))
        return self.told(drill)

    @extend_schema(parameters=[VERB], responses=bodies.TextsBody, filters=False)
    @action(detail=True, url_path=f"draft/(?P<verb>{'|'.join(VERBS)})", pagination_class=None)
    def draft(self, request: Request, pk: str, verb: str) -> Response:
        """Words to begin with, for every audience."""
        notice = self.get_object().notice
        if verb not in notice.flow:
            raise Http404
        return Response(drafts.draft(notice, verb))

    @extend_schema(request=None, responses=DrillShape)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """It is judged by what had been due until now. Twice is once."""
        drill = self.get_object()
        rehearsing.end(drill, now=timezone.now())
        return self.told(drill)

    @extend_schema(responses=StoryShape(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def stories(self, request: Request) -> Response:
        """What can be rehearsed."""
        return Response(StoryShape(list(STORIES.values()), many=True).data)

    @extend_schema(responses=PreparedShape(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def prepared(self, request: Request) -> Response:
        """Are there words for everybody before it happens? What the drafts hold, step by step."""
        rows = [{"step": step, "covered": covered} for step, covered in prepared(now=timezone.now())]
        return Response(PreparedShape(rows, many=True).data)

    def told(self, drill: Drill) -> Response:
        return Response(DrillShape(Rehearsal.of(drill, now=timezone.now())).data)
