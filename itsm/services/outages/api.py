"""Outages by API: read by the desk, recorded and corrected by those who may tell of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError as Wrong
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.services.models import Outage, Service, ServiceWorth
from itsm.services.models.outage import CORRECTED
from itsm.services.outages.worth import FIELDS, Reckoning

ID = "[0-9]{1,18}"


@contextmanager
def telling_what_is_wrong() -> Iterator[None]:
    """What the model refuses is told by field."""
    try:
        yield
    except Wrong as wrong:
        raise serializers.ValidationError(
            wrong.message_dict if hasattr(wrong, "error_dict") else wrong.messages
        ) from None


class OutageFilter(django_filters.FilterSet):
    since = django_filters.IsoDateTimeFilter(method="not_over_before", help_text="Not over before this.")
    until = django_filters.IsoDateTimeFilter(
        field_name="began_at", lookup_expr="lt", help_text="Began before."
    )
    running = django_filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull")

    class Meta:
        model = Outage
        fields: ClassVar[list[str]] = ["service", "planned", "counts", "source", "ticket"]

    def not_over_before(self, found: Any, name: str, moment: Any) -> Any:
        return found.exclude(ended_at__lte=moment)


class OutageShape(serializers.ModelSerializer):
    """`source` is the number of what told it, empty where somebody wrote it by hand; `history` are the corrections."""

    service = serializers.PrimaryKeyRelatedField(queryset=Service.objects.all())

    class Meta:
        model = Outage
        fields: ClassVar = [
            "id", "service", "words", "began_at", "ended_at", "planned", "source", "source_url", "ticket", "counts", "why_not",
            *FIELDS, "history",
        ]  # fmt: skip
        read_only_fields: ClassVar = [
            "source",
            "source_url",
            "ticket",
            "counts",
            "why_not",
            *FIELDS,
            "history",
        ]
        validators: ClassVar[list[Any]] = []


class CorrectionShape(serializers.ModelSerializer):
    """What is left out stays as it is."""

    reason = serializers.CharField(max_length=240)

    class Meta:
        model = Outage
        fields: ClassVar = [*CORRECTED, "reason"]
        extra_kwargs: ClassVar = {name: {"required": False} for name in CORRECTED}


class EstimateShape(serializers.ModelSerializer):
    class Meta:
        model = Outage
        fields = FIELDS


class LostShape(serializers.Serializer):
    """people × hours × what an hour is worth to one of them; without an estimate the ends are null."""

    hours = serializers.DecimalField(max_digits=12, decimal_places=2, help_text="Of agreed time.")
    low = serializers.DecimalField(max_digits=28, decimal_places=2, allow_null=True)
    high = serializers.DecimalField(max_digits=28, decimal_places=2, allow_null=True)
    own = serializers.BooleanField(help_text="Estimated for this outage, not for its service.")


class OutageViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin):
    """When services were down."""

    queryset = Outage.objects.all()
    serializer_class = OutageShape
    filterset_class = OutageFilter
    lookup_value_regex = ID
    order = ("-began_at", "-pk")
    needs = (may("services.record_outage"),)

    def perform_create(self, serializer: Any) -> None:
        with telling_what_is_wrong():
            serializer.instance = Outage.record(by=self.request.user, **serializer.validated_data)

    @extend_schema(request=CorrectionShape, responses=OutageShape)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Every correction says why; what was there before is kept."""
        outage, given = self.get_object(), self.checked(CorrectionShape)
        with telling_what_is_wrong():
            outage.correct(by=self.request.user, **given)
        return Response(self.get_serializer(outage).data)

    @extend_schema(request=EstimateShape, responses=OutageShape)
    @action(detail=True, methods=["post"])
    def estimate(self, request: Request, pk: str) -> Response:
        """Who was held up, and what an hour was worth to one of them, as a range."""
        outage, given = self.get_object(), self.checked(EstimateShape)
        with telling_what_is_wrong():
            outage.estimate(**given)
        return Response(self.get_serializer(outage).data)

    @extend_schema(responses=LostShape, filters=False)
    @action(detail=True, pagination_class=None)
    def lost(self, request: Request, pk: str) -> Response:
        """What it cost the business, as a range."""
        outage = self.get_object()
        reckoning = Reckoning.of([outage], now=timezone.now())
        nothing = {"hours": reckoning.hours(outage), "low": None, "high": None, "own": False}
        return Response(LostShape(reckoning.lost(outage) or nothing).data)


class WorthShape(serializers.ModelSerializer):
    class Meta:
        model = ServiceWorth
        fields: ClassVar = ["service", *FIELDS, "said_by", "said_at"]
        read_only_fields: ClassVar = ["service", "said_by", "said_at"]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        with telling_what_is_wrong():
            ServiceWorth(**given).clean()
        return given


class WorthViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What an hour of a service is worth, by the service's id; where nobody said it there is none yet."""

    queryset = ServiceWorth.objects.all()
    serializer_class = WorthShape
    lookup_field = "service"
    lookup_value_regex = ID
    order = ("service",)
    filter_backends = ()
    http_method_names = ["get", "head", "options", "put"]
    needs = (may("services.record_outage"),)

    @extend_schema(request=WorthShape, responses=WorthShape)
    def update(self, request: Request, service: str) -> Response:
        """Say it, for the first time or anew."""
        found = Service.objects.filter(pk=service).first()
        if found is None:
            raise NotFound
        worth = ServiceWorth.say(found, by=self.request.user, **self.checked(WorthShape))
        return Response(self.get_serializer(worth).data)
