"""Chat rooms, by API. For administrators."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from comms.chat import trying
from comms.chat.forms import RoomForm
from comms.chat.views import hooks
from comms.models import Room
from itsm.frame.api import forms
from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api


class RoomShape(serializers.ModelSerializer):
    token = serializers.CharField(
        write_only=True, required=False, allow_blank=True, help_text="Or the address. Never told again."
    )
    signing = serializers.CharField(
        write_only=True, required=False, allow_blank=True, help_text="Proves what comes in. Never told again."
    )

    class Meta:
        model = Room
        fields: ClassVar[list[str]] = [
            "id", "name", "server", "token", "channel", "signing", "team", "notices", "tickets", "is_active", "error",
        ]  # fmt: skip
        read_only_fields: ClassVar[list[str]] = ["error"]

    def create(self, given: dict[str, Any]) -> Room:
        return self.update(Room(), given)

    def update(self, room: Room, given: dict[str, Any]) -> Room:
        """By the page's form; what is not named stays."""
        known = {name: getattr(room, name) for name in RoomForm.Meta.fields} | given
        form = RoomForm({name: getattr(value, "pk", value) for name, value in known.items()}, instance=room)
        forms.check(form)
        return form.save()


class HookShape(serializers.Serializer):
    name = serializers.CharField()
    url = serializers.CharField(help_text="What is typed in over there.")


class ArrivedShape(serializers.Serializer):
    error = serializers.CharField(help_text="Why it did not arrive; empty if it did.")


class RoomViewSet(Api, ModelViewSet):
    """Rooms in which notices and tickets are told. What was said there stays there when a room goes."""

    queryset = Room.objects.select_related("team")
    serializer_class = RoomShape
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    order = ("name", "pk")
    needs = (only("comms.change_room"),)

    @extend_schema(responses=HookShape(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def hooks(self, request: Request) -> Response:
        """Where chat servers say what they heard."""
        return Response([{"name": name, "url": url} for name, url in hooks(request._request)])

    @extend_schema(request=None, responses=ArrivedShape)
    @action(detail=True, methods=["post"], url_path="try")
    def say_hello(self, request: Request, pk: str) -> Response:
        """Say a word there now, and tell what became of it."""
        return Response({"error": trying.why_not(self.get_object())})
