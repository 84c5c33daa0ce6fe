"""Collisions by API, and the conversation about each."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from changes.models import Collision, CollisionWord
from itsm.frame.api.permissions import TheDesk
from itsm.frame.api.views import Api
from itsm.tickets.api.bodies import ReasonBody, Words
from itsm.tickets.api.shapes import Ref

ID = "[0-9]{1,18}"


class CollisionWordShape(serializers.ModelSerializer):
    by = Ref()

    class Meta:
        model = CollisionWord
        fields: ClassVar = ["by", "at", "words"]


class CollisionShape(serializers.ModelSerializer):
    change: Any = serializers.CharField(source="change.number")
    other: Any = serializers.CharField(source="other.number", allow_null=True, default=None)
    accepted_by = Ref(allow_null=True)

    class Meta:
        model = Collision
        fields: ClassVar = [
            "id", "kind", "because", "change", "other", "occasion", "meets_from", "meets_until", "found_at", "gone_at",
            "accepted_at", "accepted_by", "accept_reason",
        ]  # fmt: skip
        read_only_fields: ClassVar = fields


class CollisionDetailShape(CollisionShape):
    words = CollisionWordShape(many=True)

    class Meta(CollisionShape.Meta):
        fields: ClassVar = [*CollisionShape.Meta.fields, "words"]


class WordBody(serializers.Serializer):
    words = Words()


class CollisionViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What gets in each other's way, the newest first, and the conversation about each."""

    queryset = Collision.objects.none()
    serializer_class = CollisionShape
    lookup_value_regex = ID
    order = ("-found_at", "-pk")
    needs = (TheDesk,)

    def get_queryset(self) -> Any:
        rows = Collision.objects.visible_to(self.request.user).with_both()
        return rows.prefetch_related("words__by") if self.action != "list" else rows

    @extend_schema(responses=CollisionDetailShape)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.told()

    @extend_schema(request=WordBody, responses=CollisionDetailShape)
    @action(detail=True, methods=["post"])
    def discuss(self, request: Request, pk: str) -> Response:
        """A word to the owner of the other one; it stands on both changes."""
        row = self.speaking()
        row.say(**self.checked(WordBody), by=self.request.user)
        return self.told()

    @extend_schema(request=ReasonBody, responses=CollisionDetailShape)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Let it stand, with authority and with a reason."""
        row = self.speaking()
        row.accept(**self.checked(ReasonBody), by=self.request.user)
        return self.told()

    def speaking(self) -> Collision:
        row: Collision = self.get_object()
        if not self.request.user.has_perm("tickets.work_ticket") and not row.may_be_accepted_by(
            self.request.user
        ):
            self.permission_denied(self.request)
        return row

    def told(self) -> Response:
        return Response(CollisionDetailShape(self.get_object()).data)
