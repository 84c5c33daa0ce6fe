"""The list of words that colleagues need not know, by API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from comms.models import Jargon
from comms.notices import jargon
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api


class JargonShape(serializers.ModelSerializer):
    class Meta:
        model = Jargon
        fields: ClassVar = ["id", "word", "plain", "allowed"]

    def validate_word(self, word: str) -> str:
        return jargon.check_word(word, but=self.instance)


class PlainShape(serializers.Serializer):
    word, plain = serializers.CharField(), serializers.CharField()


class JargonViewSet(Api, ModelViewSet):
    """The organisation's own words, which come before Baton's: what to say instead, or that everyone here knows it."""

    queryset = Jargon.objects.all()
    serializer_class = JargonShape
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    order = ("word", "pk")
    needs = (may("comms.change_jargon"),)

    def perform_create(self, serializer: Any) -> None:
        serializer.save(changed_by=self.request.user, changed_at=timezone.now())

    def perform_update(self, serializer: Any) -> None:
        self.perform_create(serializer)

    @extend_schema(responses=PlainShape(many=True), filters=False)
    @action(detail=False, url_path="in-force", pagination_class=None)
    def in_force(self, request: Request) -> Response:
        """All words as they hold now: Baton's own list with the organisation's changes."""
        return Response([{"word": word, "plain": plain} for word, plain in sorted(jargon.terms().items())])
