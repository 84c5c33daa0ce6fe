"""What words mean, by API: in the language of whoever asks."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame import terms
from itsm.frame.api.views import Api
from itsm.frame.models import Switch


class TermShape(serializers.Serializer):
    key, name = serializers.CharField(), serializers.CharField()
    plain = serializers.CharField(help_text="What it means, in a sentence or three.")
    also: Any = serializers.CharField(help_text="What others call it, or empty.")


class TermViewSet(Api):
    """The glossary. Words of practices that are off are left out."""

    queryset = Switch.objects.none()
    serializer_class: Any = TermShape
    pagination_class = None
    filter_backends = ()

    def list(self, request: Request) -> Response:
        return Response(TermShape(terms.here(), many=True).data)
