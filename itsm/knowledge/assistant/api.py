"""The assistant by API: ask, say whether it helped, hand over; and for the desk, the answers that were wrong."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import may
from itsm.frame.api.problems import Problem, describes
from itsm.frame.api.views import Api
from itsm.knowledge.articles.access import WRITE
from itsm.knowledge.assistant.outcomes import articles_of, see_to, wrong_answers
from itsm.knowledge.assistant.talking import LONGEST, PERIOD, TooMany, ask, hand_over
from itsm.knowledge.models import Talk, Turn


@describes(TooMany)
def too_many(error: TooMany) -> Problem:
    return Problem(429, str(error), headers={"Retry-After": str(PERIOD)})


class CitedShape(serializers.Serializer):
    kind = serializers.CharField(help_text="article, notice, major, offering, ticket")
    key = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(help_text="Its page, below the address of this desk.")
    heading = serializers.CharField(default="", allow_blank=True)
    passage = serializers.CharField(help_text="What was told from it; Markdown where `trusted`.")
    trusted = serializers.BooleanField(default=False, help_text="The desk wrote and published it.")


class TurnShape(serializers.ModelSerializer):
    sources = CitedShape(many=True, read_only=True)

    class Meta:
        model = Turn
        fields: ClassVar = ["id", "side", "at", "words", "knows", "wording", "sources", "thumb"]


class TalkRow(serializers.ModelSerializer):
    began_with = serializers.CharField(read_only=True)
    ticket = serializers.CharField(source="ticket.number", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Talk
        fields: ClassVar = ["id", "began_at", "last_at", "began_with", "outcome", "decided_at", "ticket"]


class TalkShape(TalkRow):
    turns = TurnShape(many=True, read_only=True)

    class Meta(TalkRow.Meta):
        fields: ClassVar = [*TalkRow.Meta.fields, "turns"]


class QuestionBody(serializers.Serializer):
    words = serializers.CharField(max_length=LONGEST)


class ThumbBody(serializers.Serializer):
    up = serializers.BooleanField(allow_null=True, help_text="null takes it back.")


class TakeOverBody(serializers.Serializer):
    about = serializers.CharField(
        max_length=200, required=False, help_text="Left out, your first question is it."
    )
    phone = serializers.CharField(max_length=40, required=False, help_text="If you would rather be called.")


class HandedShape(serializers.Serializer):
    ticket = serializers.CharField(source="number")


class TalkViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Your talks with the assistant. Every answer names its sources, or says that it does not know."""

    queryset = Talk.objects.none()
    serializer_class: Any = TalkShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-last_at", "-pk")

    def get_queryset(self) -> Any:
        """Nobody reads another's."""
        mine = Talk.objects.filter(person=self.request.user).with_first_words()
        return mine.select_related("person", "ticket")

    def get_serializer_class(self) -> Any:
        return TalkRow if self.action == "list" else TalkShape

    @extend_schema(request=QuestionBody, responses={201: TalkShape})
    @once
    def create(self, request: Request) -> Response:
        """Ask something: a new talk, with the answer."""
        turn = ask(self.checked(QuestionBody)["words"], by=self.request.user)
        return Response(TalkShape(self.get_queryset().get(pk=turn.talk_id)).data, status=201)

    @extend_schema(request=QuestionBody, responses=TurnShape)
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: str) -> Response:
        """Go on asking. The answer."""
        talk = self.get_object()
        return Response(
            TurnShape(ask(self.checked(QuestionBody)["words"], by=self.request.user, talk=talk)).data
        )

    @extend_schema(request=ThumbBody, responses=TurnShape, parameters=[OpenApiParameter("turn", int, "path")])
    @action(detail=True, methods=["post"], url_path="turns/(?P<turn>[0-9]{1,18})/thumb")
    def thumb(self, request: Request, pk: str, turn: str) -> Response:
        """Say whether an answer helped; your last word counts."""
        answers = self.get_object().turns.filter(side=Turn.Side.ASSISTANT, knows=True)
        answer = get_object_or_404(answers, pk=turn)
        answer.judge(**self.checked(ThumbBody), now=timezone.now())
        return Response(TurnShape(answer).data)

    @extend_schema(request=TakeOverBody, responses=HandedShape)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """A person takes over, with the whole talk. Twice is one ticket."""
        talk, said = self.get_object(), self.checked(TakeOverBody)
        about = said.get("about") or talk.first_words[:200] or _("A talk with the assistant")
        return Response(HandedShape(hand_over(talk, about=about, phone=said.get("phone", ""))).data)


class WrongShape(serializers.ModelSerializer):
    asked = serializers.CharField(read_only=True)
    articles = serializers.SerializerMethodField()
    came_back = serializers.SerializerMethodField(
        help_text="They wrote to us within a day; else they said that it did not help."
    )

    class Meta:
        model = Turn
        fields: ClassVar = ["id", "wrong_at", "asked", "articles", "came_back"]

    def get_articles(self, turn: Turn) -> list[str]:
        return [article.number for article in turn.articles]  # type: ignore[attr-defined]

    def get_came_back(self, turn: Turn) -> bool:
        return turn.thumb is not False


class WrongAnswerViewSet(Api):
    """Answers from articles that did not help, until somebody saw to them. Who asked is not told."""

    queryset = Turn.objects.none()
    serializer_class: Any = WrongShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-wrong_at", "-pk")
    needs = (may(WRITE),)

    def get_queryset(self) -> Any:
        everyone = self.request.query_params.get("whose") == "all"
        return wrong_answers(None if everyone else self.request.user)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "whose", str, enum=["mine", "all"], description="Whose articles; yours unless told."
            )
        ],
        responses=WrongShape(many=True),
    )
    def list(self, request: Request) -> Response:
        """Of the articles that you look after, or of all."""
        page = self.paginate_queryset(self.get_queryset())
        articles_of(page or [])
        return self.get_paginated_response(WrongShape(page, many=True).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def seen(self, request: Request, pk: str) -> Response:
        """The article is better now, or it was about something else."""
        turn = Turn.objects.filter(pk=pk, wrong_at__isnull=False).first()
        if turn is None:
            raise Http404
        see_to(turn)
        return Response(status=204)
