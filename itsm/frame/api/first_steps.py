"""The first things to do, by API: for whoever asks, by their roles."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame import first_steps
from itsm.frame.api.views import Api
from itsm.frame.models import StepTaken


class FirstStepShape(serializers.Serializer):
    key = serializers.CharField(source="step.key")
    label: Any = serializers.CharField(source="step.label")
    says = serializers.CharField(source="step.says", help_text="How to do it, in a sentence or two.")
    url = serializers.CharField(source="step.href", help_text="Where, below the address of this desk.")
    done = serializers.BooleanField()
    done_at = serializers.DateTimeField(
        source="at", allow_null=True, help_text="Kept when they next sign in."
    )


class FirstStepViewSet(Api):
    """A step is done by doing it; nothing here sets one."""

    queryset = StepTaken.objects.none()
    serializer_class: Any = FirstStepShape
    pagination_class = None
    filter_backends = ()

    def list(self, request: Request) -> Response:
        stand = first_steps.stand(self.request.user)
        return Response(FirstStepShape(stand.lines, many=True).data)
