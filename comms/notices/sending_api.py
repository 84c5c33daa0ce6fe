"""How far the mails of a notice are, by API; they can be stopped, and let go on."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from comms import fanout
from comms.models import Notice, Update
from comms.notices import sending
from comms.notices.page import About
from itsm.people.models import Person


class SendingShape(serializers.Serializer):
    """One message by mail. `addressed` is the sum of what is queued, sent, failed, bounced and skipped."""

    message = serializers.IntegerField(help_text="Its id, as in `updates`.")
    addressed, queued, sent = (serializers.IntegerField() for _n in range(3))
    failed, bounced, skipped = (serializers.IntegerField() for _n in range(3))
    unwritten = serializers.IntegerField(
        help_text="Of the queued: whose inbox and mail are still being written."
    )
    paused, done = serializers.BooleanField(), serializers.BooleanField()

    def to_representation(self, one: tuple[Update, fanout.Progress]) -> Any:
        update, progress = one
        return {"message": update.pk, **asdict(progress)}


class SendingActs:
    """A part of the viewset of notices."""

    if TYPE_CHECKING:

        @property
        def person(self) -> Person: ...
        def get_object(self) -> Notice: ...

    @extend_schema(responses=SendingShape(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def sending(self, request: Request, number: str) -> Response:
        """How far the last message is, and any before it of which something still waits. Newest first."""
        return self._told(self.get_object())

    @extend_schema(request=None, responses=SendingShape(many=True))
    @action(
        detail=True, methods=["post"], url_path="sending/pause", pagination_class=None, filterset_class=None
    )
    def pause(self, request: Request, number: str) -> Response:
        """No more mails of it leave until you let them."""
        return self._act("pause")

    @extend_schema(request=None, responses=SendingShape(many=True))
    @action(
        detail=True, methods=["post"], url_path="sending/resume", pagination_class=None, filterset_class=None
    )
    def resume(self, request: Request, number: str) -> Response:
        """The mails leave again."""
        return self._act("resume")

    def _act(self, act: str) -> Response:
        notice = self.get_object()
        sending.act_on_all(notice, act, now=timezone.now())
        return self._told(notice)

    def _told(self, notice: Notice) -> Response:
        return Response(SendingShape(About(notice, self.person).sendings, many=True).data)
