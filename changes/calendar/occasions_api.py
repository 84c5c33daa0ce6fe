"""Freezes, business events and on-call times by API."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from changes.calendar import occasions
from changes.calendar.moments import refuse_far_away
from changes.models import Occasion
from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import TheDesk
from itsm.frame.api.views import Api
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.api.shapes import Ref

ID = "[0-9]{1,18}"


class OccasionShape(serializers.ModelSerializer):
    by = Ref(read_only=True)
    services: Any = serializers.PrimaryKeyRelatedField(
        many=True, required=False, queryset=Service.objects.all()
    )
    sites: Any = serializers.PrimaryKeyRelatedField(many=True, required=False, queryset=Site.objects.all())
    teams: Any = serializers.PrimaryKeyRelatedField(many=True, required=False, queryset=Team.objects.all())
    person: Any = serializers.PrimaryKeyRelatedField(
        required=False, allow_null=True, queryset=Person.objects.active(), help_text="Who is on call."
    )

    class Meta:
        model = Occasion
        fields: ClassVar = [
            "id", "kind", "title", "reason", "starts_at", "ends_at", "services", "sites", "teams", "person", "by", "cancelled_at",
        ]  # fmt: skip
        read_only_fields: ClassVar = ["cancelled_at"]
        extra_kwargs: ClassVar = dict.fromkeys(("starts_at", "ends_at"), {"validators": [refuse_far_away]})

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        def told(name: str) -> Any:
            return given.get(name, getattr(self.instance, name, None))

        if told("ends_at") <= told("starts_at"):
            raise serializers.ValidationError({"ends_at": [_("It ends after it starts.")]})
        if told("kind") == Occasion.Kind.ON_CALL and told("person") is None:
            raise serializers.ValidationError({"person": [_("Say who is on call.")]})
        if self.instance is not None and given.get("kind", told("kind")) != getattr(
            self.instance, "kind", None
        ):
            raise serializers.ValidationError(
                {"kind": [_("Its kind stays. Cancel it and plan another one.")]}
            )
        return given


class OccasionViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Freezes, business events and on-call times. Whoever governs changes plans them; the desk says who is on call."""

    queryset = Occasion.objects.none()
    serializer_class = OccasionShape
    lookup_value_regex = ID
    http_method_names = ["get", "head", "options", "post", "patch"]
    order = ("-starts_at", "-pk")
    needs = (TheDesk,)

    def get_queryset(self) -> Any:
        return Occasion.objects.with_places()

    @extend_schema(request=OccasionShape, responses={201: OccasionShape})
    @once
    def create(self, request: Request) -> Response:
        """Put it into the calendar; changes that stand there then are looked at again."""
        self.refuse_unless_somebody_may()
        made = occasions.plan(by=self.request.user, **self.checked(OccasionShape))
        return Response(OccasionShape(made).data, status=201)

    @extend_schema(request=OccasionShape, responses=OccasionShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        occasion = self.get_object()
        self.refuse_unless_somebody_may(occasion.kind)
        given = OccasionShape(
            occasion, data=request.data, partial=True, context=self.get_serializer_context()
        )
        given.is_valid(raise_exception=True)
        occasions.edit(occasion, by=self.request.user, **given.validated_data)
        return Response(OccasionShape(self.get_object()).data)

    @extend_schema(request=None, responses=OccasionShape)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """It leaves the calendar, and what collided with it is free."""
        occasion = self.get_object()
        occasions.cancel(occasion, by=self.request.user)
        return Response(OccasionShape(self.get_object()).data)

    def refuse_unless_somebody_may(self, kind: str = Occasion.Kind.ON_CALL) -> None:
        """Before anything is said about what was sent."""
        if not occasions.may_plan(self.request.user, kind):
            self.permission_denied(self.request)
