"""What was looked for in vain, by API."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import TheDesk
from itsm.frame.api.views import Api
from itsm.knowledge.asking import in_vain
from itsm.knowledge.models import Asked
from itsm.knowledge.wanted.views import SHOWN


class WantedShape(serializers.Serializer):
    words = serializers.CharField()
    people = serializers.IntegerField(help_text="How many looked for it.")
    times = serializers.IntegerField()
    last = serializers.DateTimeField()


class WantedViewSet(Api):
    """Finished searches of the last 90 days that found nothing, what most people missed first."""

    queryset = Asked.objects.none()
    serializer_class: Any = WantedShape
    pagination_class = None
    filter_backends = ()
    needs = (TheDesk,)

    def list(self, request: Request) -> Response:
        return Response(WantedShape(in_vain()[:SHOWN], many=True).data)
