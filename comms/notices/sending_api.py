"""How far the mails of a notice are, by API; they can be stopped, and let go on."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from comms import fanout
from comms.models import Update
from comms.notices import sending
from comms.notices.page import About


class SendingShape(serializers.Serializer):
    """One message by mail. `addressed` is the sum of what is queued, sent, failed, bounced and skipped."""

    message = serializers.IntegerField(help_text="Its id, as in `updates`.")
    addressed, queued, sent = (serializers.IntegerField() for _n in range(3))
    failed, bounced, skipped = (serializers.IntegerField() for _n in range(3))
    paused, done = serializers.BooleanField(), serializers.BooleanField()

    def to_representation(self, one: tuple[Update, fanout.Progress]) -> Any:
        update, progress = one
        return {"message": update.pk} | {
            name: getattr(progress, name) for name in self.fields if name != "message"
        }


class SendingActs:
    """A part of the viewset of notices."""

    @extend_schema(responses=SendingShape(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def sending(self, request: Request, number: str) -> Response:
        """How far the last message is, and any before it of which something still waits. Newest first."""
        about = About(self.get_object(), self.request.user)  # type: ignore[attr-defined]
        return Response(SendingShape(about.sendings, many=True).data)

    @extend_schema(request=None, responses=SendingShape(many=True))
    @action(
        detail=True, methods=["post"], url_path="sending/pause", pagination_class=None, filterset_class=None
    )
    def pause(self, request: Request, number: str) -> Response:
        """No more mails of it leave until you let them."""
        return self._act(request, number, "pause")

    @extend_schema(request=None, responses=SendingShape(many=True))
    @action(
        detail=True, methods=["post"], url_path="sending/resume", pagination_class=None, filterset_class=None
    )
    def resume(self, request: Request, number: str) -> Response:
        """The mails leave again."""
        return self._act(request, number, "resume")

    def _act(self, request: Request, number: str, act: str) -> Response:
        sending.act_on_all(self.get_object(), act, now=timezone.now())  # type: ignore[attr-defined]
        return self.sending(request, number)
