"""The library of change models, by API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from changes.library.forms import LONGEST, free_key
from changes.models import ChangeModel
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.people.models import Team
from itsm.services.models import Service
from itsm.tickets.api.bodies import PersonId, ReasonBody
from itsm.tickets.api.shapes import Ref


class ModelStepShape(serializers.Serializer):
    what = serializers.CharField(max_length=240)
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST)
    no_return = serializers.BooleanField(default=False, help_text="No way back after this step.")


class ChangeModelShape(serializers.ModelSerializer):
    owner = Ref()
    services, teams = Ref(many=True), Ref(many=True)
    steps = ModelStepShape(many=True)
    checks = serializers.ListField(child=serializers.CharField())
    authorised_by = Ref(allow_null=True)

    class Meta:
        model = ChangeModel
        fields: ClassVar = [
            "key", "name", "says", "services", "teams", "steps", "checks", "back_out", "most_minutes", "outside_hours",
            "most_a_day", "owner", "state", "edition", "authorised_by", "authorised_at", "review_reason",
        ]  # fmt: skip
        read_only_fields: ClassVar = fields


class ChangeModelBody(serializers.ModelSerializer):
    owner = PersonId(required=False, help_text="Otherwise it is you.")
    services = serializers.PrimaryKeyRelatedField(
        queryset=Service.objects.active(), many=True, required=False
    )
    teams = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.filter(is_active=True), many=True, required=False
    )
    steps = ModelStepShape(many=True, required=False)
    checks = serializers.ListField(child=serializers.CharField(max_length=240), required=False)

    class Meta:
        model = ChangeModel
        fields: ClassVar = [
            "name", "says", "owner", "services", "teams", "steps", "checks", "back_out", "most_minutes", "outside_hours",
            "most_a_day",
        ]  # fmt: skip


class ChangeModelEditBody(ChangeModelBody):
    class Meta(ChangeModelBody.Meta):
        extra_kwargs: ClassVar = {"name": {"required": False}, "says": {"required": False}}


class ChangeModelViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What may be changed without asking, step by step, within which limits. The desk reads it."""

    queryset = ChangeModel.objects.select_related("owner", "authorised_by").prefetch_related(
        "services", "teams"
    )
    serializer_class = ChangeModelShape
    lookup_field = "key"
    lookup_value_regex = "[A-Za-z0-9_-]{1,60}"
    order = ("name", "pk")
    needs = (may("changes.govern_change"),)

    @extend_schema(request=ChangeModelBody, responses={201: ChangeModelShape})
    def create(self, request: Request) -> Response:
        """A draft, until somebody else authorises it."""
        given = {"owner": self.request.user, **self.checked(ChangeModelBody)}
        made = ChangeModel(key=free_key(given["name"]))
        made.write(by=self.request.user, now=timezone.now(), **given)
        return self.told(made, status=201)

    @extend_schema(request=ChangeModelEditBody, responses=ChangeModelShape)
    def partial_update(self, request: Request, key: str) -> Response:
        """What was authorised and is now another thing is a draft again."""
        found = self.get_object()
        found.write(by=self.request.user, now=timezone.now(), **self.checked(ChangeModelEditBody))
        return self.told(found)

    @extend_schema(request=None, responses=ChangeModelShape)
    @action(detail=True, methods=["post"])
    def authorise(self, request: Request, key: str) -> Response:
        """Nobody authorises their own."""
        found = self.get_object()
        found.authorise(by=self.request.user, now=timezone.now())
        return self.told(found)

    @extend_schema(request=ReasonBody, responses=ChangeModelShape)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, key: str) -> Response:
        """Nobody starts another change under it until it has been looked at."""
        return self.with_reason("review")

    @extend_schema(request=ReasonBody, responses=ChangeModelShape)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, key: str) -> Response:
        return self.with_reason("retire")

    def with_reason(self, verb: str) -> Response:
        found = self.get_object()
        getattr(found, verb)(by=self.request.user, now=timezone.now(), **self.checked(ReasonBody))
        return self.told(found)

    def told(self, found: Any, *, status: int = 200) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=found.pk)).data, status=status)
