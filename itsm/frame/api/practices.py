"""Practices and their switches, by API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame import practices
from itsm.frame.api.permissions import only
from itsm.frame.api.problems import Problem, describes
from itsm.frame.api.views import Api
from itsm.frame.models import Switch


@describes(practices.StillInHand)
def still_in_hand(error: practices.StillInHand) -> Problem:
    return Problem(409, str(error))


class PracticeShape(serializers.Serializer):
    name = serializers.CharField(source="practice.name")
    label: Any = serializers.CharField(source="practice.label")
    says = serializers.CharField(source="practice.says", help_text="What it is for, in a sentence.")
    on = serializers.BooleanField()
    people = serializers.IntegerField(
        allow_null=True, help_text="How many used it in the last 30 days, where that is known."
    )
    said = serializers.CharField(
        help_text="What the organisation's own figures say: why it is suggested, or how it is now that it is on."
    )
    signs = serializers.IntegerField(
        allow_null=True, help_text="How many of what it is there for, in the last 30 days."
    )
    before = serializers.IntegerField(
        allow_null=True,
        help_text="The same in the 30 days before it was switched on, if it has been on as long.",
    )
    switched_at = serializers.DateTimeField(source="last.at", default=None, allow_null=True)
    switched_by = serializers.IntegerField(
        source="last.by_id", default=None, allow_null=True, help_text="A person."
    )


class PracticeViewSet(Api):
    """What is there beside incidents and notices. While a practice is off its own addresses answer 404."""

    queryset = Switch.objects.none()
    serializer_class: Any = PracticeShape
    pagination_class = None
    filter_backends = ()
    lookup_field = "name"
    lookup_value_regex = "[a-z.]+"
    needs = (only("frame.switch_practice"),)

    def list(self, request: Request) -> Response:
        return Response(PracticeShape(practices.lines(now=timezone.now()), many=True).data)

    @extend_schema(request=None, responses=PracticeShape)
    @action(detail=True, methods=["post"], url_path="switch-on", url_name="switch-on")
    def switch_on(self, request: Request, name: str) -> Response:
        practices.named(name).switch_on(by=self.request.user)
        return self.told(name)

    @extend_schema(request=None, responses=PracticeShape)
    @action(detail=True, methods=["post"], url_path="switch-off", url_name="switch-off")
    def switch_off(self, request: Request, name: str) -> Response:
        """Refused while tickets of it are open."""
        practices.named(name).switch_off(by=self.request.user)
        return self.told(name)

    def told(self, name: str) -> Response:
        line = next(line for line in practices.lines(now=timezone.now()) if line.practice.name == name)
        return Response(PracticeShape(line).data)
