"""Whom a notice reaches, would reach, and what they understood, by API."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from comms.models import Notice
from comms.notices import audience, bodies, reminding, shapes
from comms.notices.looking import reached_next
from comms.notices.page import About
from itsm.people.models import Person
from itsm.tickets.api.shapes import Ref


class ReminderShape(serializers.Serializer):
    """What a reminder would do now."""

    count = serializers.IntegerField(help_text="Who has not confirmed.")
    only_here = serializers.IntegerField(help_text="Of them: without an address, told in Baton only.")
    people = serializers.ListField(child=Ref(), source="names", help_text="The first of them by name.")
    words = shapes.TextShape(help_text="As colleagues read it.")


class AnswerShape(serializers.Serializer):
    answer = serializers.CharField()
    chosen = serializers.IntegerField(help_text="How many chose it first.")
    right = serializers.BooleanField()

    def to_representation(self, one: tuple[str, int, bool]) -> Any:
        return super().to_representation(dict(zip(("answer", "chosen", "right"), one, strict=True)))


def told(found: audience.Preview) -> dict[str, Any]:
    return {
        "count": found.count,
        "by_audience": found.by_audience,
        "reasons": [
            {"because": audience.because(why, about), "count": n} for why, about, n in found.by_reason
        ],
        "sample": [
            {"person": who, "audience": one.audience, "because": one.because} for who, one in found.sample
        ],
        "left_out": [
            {"because": one.words, "count": one.count, "names": one.names} for one in found.left_out
        ],
    }


class ReachReads:
    """A part of the viewset of notices."""

    if TYPE_CHECKING:

        @property
        def person(self) -> Person: ...
        def get_object(self) -> Notice: ...
        def checked(self, shape: Any, **context: Any) -> dict[str, Any]: ...
        def told(self, shape: Any, what: Any, **options: Any) -> Any: ...

    @extend_schema(request=bodies.PreviewBody, responses=shapes.PreviewShape)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def preview(self, request: Request) -> Response:
        """Whom such an aim would reach, and whom not; nothing is written."""
        aim = self.checked(bodies.PreviewBody)
        found = audience.preview(aim, ticket=aim.pop("ticket", None))
        return Response(self.told(shapes.PreviewShape, told(found)))

    @extend_schema(responses=shapes.PreviewShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def reach(self, request: Request, number: str) -> Response:
        """Whom its next message would reach: who was addressed, and who has come since."""
        found = reached_next(self.get_object(), now=timezone.now())
        return Response(self.told(shapes.PreviewShape, told(found)))

    @extend_schema(responses=ReminderShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def reminder(self, request: Request, number: str) -> Response:
        """What `remind` would do. Refused for the reasons for which it would be."""
        found = reminding.preview(self.get_object(), now=timezone.now())
        return Response(ReminderShape(found).data)

    @extend_schema(responses=AnswerShape(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def answers(self, request: Request, number: str) -> Response:
        """The answers to the question under it, and how many chose each."""
        return Response(AnswerShape(About(self.get_object(), self.person).answers, many=True).data)
