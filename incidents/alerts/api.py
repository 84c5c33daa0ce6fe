"""Alerts and their sources by API."""

from typing import Any, ClassVar

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from incidents.alerts import door
from incidents.alerts.trying import try_out
from incidents.models import Alert, AlertSource
from itsm.frame.api.permissions import TheDesk, only
from itsm.frame.api.views import Api

ID = "[0-9]{1,18}"


class AlertShape(serializers.ModelSerializer):
    incident = serializers.CharField(
        source="incident.number", default=None, help_text="The one it belongs to."
    )

    class Meta:
        model = Alert
        fields: ClassVar = [
            "id", "source", "fingerprint", "title", "description", "link", "severity", "labels", "service", "component", "state",
            "since", "until", "heard_at", "messages", "late", "fired", "quiet", "incident",
        ]  # fmt: skip
        read_only_fields = fields


class AlertFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=Alert.State.choices, label=_("State"))
    incident = django_filters.CharFilter(field_name="incident__number", label=_("Incident"))

    class Meta:
        model = Alert
        fields: ClassVar[list[str]] = ["state", "incident", "service", "component", "source"]


class AlertViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What monitoring told us, the last heard first. For the desk."""

    queryset = Alert.objects.none()
    serializer_class = AlertShape
    filterset_class = AlertFilter
    lookup_value_regex = ID
    order = ("-heard_at", "-pk")
    needs = (TheDesk,)

    def get_queryset(self) -> Any:
        return Alert.objects.visible_to(self.request.user).with_places()


class AlertSourceShape(serializers.ModelSerializer):
    class Meta:
        model = AlertSource
        fields: ClassVar = [
            "id", "name", "form", "key", "owner", "team", "service_label", "component_label", "gathers_for", "is_active",
            "heard_at", "refused_at", "refused_why",
        ]  # fmt: skip
        read_only_fields: ClassVar = ["key", "heard_at", "refused_at", "refused_why"]


class AlertSecretShape(AlertSourceShape):
    secret = serializers.CharField(read_only=True, help_text="This once.")

    class Meta(AlertSourceShape.Meta):
        fields: ClassVar = [*AlertSourceShape.Meta.fields, "secret"]


class AlertTryBody(serializers.Serializer):
    body = serializers.CharField(max_length=200_000, help_text="As it would be sent.")


class AlertTriedRow(serializers.Serializer):
    title, state, severity, place, leads_to = (serializers.CharField() for _n in range(5))


class AlertTriedShape(serializers.Serializer):
    readable, reason = serializers.BooleanField(), serializers.CharField()
    rows = AlertTriedRow(many=True)


class AlertSourceViewSet(Api, ModelViewSet):
    """Monitoring systems that send alerts. Administrators only."""

    queryset = AlertSource.objects.select_related("owner", "team")
    serializer_class = AlertSourceShape
    lookup_value_regex = ID
    http_method_names = ["get", "head", "options", "post", "patch"]
    order = ("name", "pk")
    needs = (only("incidents.change_alertsource"),)

    @extend_schema(request=AlertSourceShape, responses={201: AlertSecretShape})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer has its secret, this once."""
        made = AlertSourceShape(data=request.data)
        made.is_valid(raise_exception=True)
        return self.with_new_secret(AlertSource(**made.validated_data), status=201)

    @extend_schema(request=None, responses=AlertSecretShape)
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, pk: str) -> Response:
        """A new secret, told this once; the old one proves nothing any more."""
        return self.with_new_secret(self.get_object())

    @extend_schema(request=AlertTryBody, responses=AlertTriedShape)
    @action(detail=True, methods=["post"], url_path="try")
    def try_it(self, request: Request, pk: str) -> Response:
        """What would become of a payload; nothing comes of it."""
        tried = try_out(self.get_object(), self.checked(AlertTryBody)["body"], now=timezone.now())
        return Response(AlertTriedShape(tried).data)

    def with_new_secret(self, source: AlertSource, *, status: int = 200) -> Response:
        secret = door.new_secret(source)
        source.save()
        return Response({**AlertSourceShape(source).data, "secret": secret}, status=status)
