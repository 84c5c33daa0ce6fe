"""Targets of figures, and what pulls against each other, by API."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.views import Api
from itsm.insights.api import Readers
from itsm.insights.goals.models import FigureTarget
from itsm.insights.goals.progress import here
from itsm.insights.goals.targets import set_target, standing, today
from itsm.insights.goals.tensions import clashes, wishes
from itsm.services.models import Goal


class FigureTargetShape(serializers.ModelSerializer):
    """Without a value the figure has no target from that day on."""

    class Meta:
        model = FigureTarget
        fields: ClassVar = ["id", "measure", "service", "team", "value", "since", "set_by"]
        read_only_fields: ClassVar = ["set_by"]
        validators: ClassVar[list[Any]] = []  # the same day again is a correction

    def validate_measure(self, measure: str) -> str:
        if measure not in here():
            raise serializers.ValidationError("There is no such figure, or neither way is better.")
        return measure


class WishShape(serializers.Serializer):
    name, said = serializers.CharField(), serializers.CharField()
    url = serializers.CharField(source="href", help_text="Below the address of this desk.")
    measure = serializers.CharField(source="measure.key")


class PairShape(serializers.Serializer):
    """`sharp`: both cannot be had. Otherwise it is known that moving the one is likely to harm the other."""

    one, other = WishShape(), WishShape()
    because = serializers.CharField()
    sharp = serializers.BooleanField()


class TargetViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin):
    """What figures should be. Every target there was is kept, so a new one is a new row."""

    queryset = FigureTarget.objects.all()
    serializer_class = FigureTargetShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("measure", "pk")
    needs = (Readers,)

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = set_target(by=self.request.user, **serializer.validated_data)

    @extend_schema(responses=PairShape(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def clashes(self, request: Request) -> Response:
        """Which goals and targets of today pull against each other, and why."""
        found = wishes(Goal.objects.pursued().measured(), standing(today()))
        return Response(PairShape(list(clashes(found)), many=True).data)
