"""Dashboards of one's own, by API."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import (
    CreateModelMixin,
    DestroyModelMixin,
    ListModelMixin,
    RetrieveModelMixin,
    UpdateModelMixin,
)
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.views import Api
from itsm.insights.api import ASKED, Readers
from itsm.insights.dashboards.api import BELOW, DashboardDetail, asked, told
from itsm.insights.dashboards.composing import MOST, choices, drawn, unsplit
from itsm.insights.dashboards.models import OwnDashboard


class ChosenShape(serializers.Serializer):
    """A figure by its key, and how it is shown."""

    measure = serializers.CharField()
    look = serializers.ChoiceField(OwnDashboard.Look.choices)

    def to_representation(self, chosen: Any) -> dict[str, str]:
        return dict(zip(("measure", "look"), chosen, strict=True))

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        return [given["measure"], given["look"]]


class OwnShape(serializers.ModelSerializer):
    figures = serializers.ListField(child=ChosenShape(), min_length=1, max_length=MOST)
    url = serializers.CharField(source="get_absolute_url", read_only=True, help_text=BELOW)

    class Meta:
        model = OwnDashboard
        fields: ClassVar = ["slug", "title", "owner", "figures", "shared", "changed_at", "url"]
        read_only_fields: ClassVar = ["slug", "owner", "changed_at"]

    def validate_figures(self, given: list[list[str]]) -> list[list[str]]:
        known = {*dict(choices()), *(key for key, _look in getattr(self.instance, "figures", []))}
        if unknown := [key for key, _look in given if key not in known]:
            raise serializers.ValidationError(f"There is no figure called {', '.join(unknown)}.")
        if whole := unsplit(given):
            raise serializers.ValidationError(f"Not known by service or team: {', '.join(whole)}.")
        return given


class OwnViewSet(
    Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin, DestroyModelMixin
):
    """One's own, and what others share. Only its owner changes one."""

    queryset = OwnDashboard.objects.all()
    serializer_class = OwnShape
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9]{1,50}"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    order = ("title", "pk")
    needs = (Readers,)

    def get_queryset(self) -> Any:
        return OwnDashboard.objects.visible_to(self.request.user)

    @extend_schema(parameters=ASKED, responses=DashboardDetail)
    @action(detail=True, methods=["get"])
    def panels(self, request: Request, slug: str) -> Response:
        """Drawn for the period and the filter that are asked for."""
        found, page = self.get_object(), asked(self.request)
        return Response(told(page, found.title, list(drawn(page, found.figures))))

    def perform_create(self, serializer: Any) -> None:
        serializer.save(owner=self.request.user)

    def perform_update(self, serializer: Any) -> None:
        self.refuse_others(serializer.instance)
        serializer.save()

    def perform_destroy(self, instance: OwnDashboard) -> None:
        self.refuse_others(instance)
        instance.delete()

    def refuse_others(self, found: OwnDashboard) -> None:
        if found.owner_id != self.request.user.pk:
            raise PermissionDenied
