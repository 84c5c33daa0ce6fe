"""Services, support calendars and agreements, by API."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.problems import Problem, describes
from itsm.frame.api.views import Api
from itsm.services.components.api import ImpactShape
from itsm.services.impact import impact_of
from itsm.services.models import (
    Agreement,
    CircularDependency,
    ClosingDay,
    EscalationStep,
    OpeningHours,
    Service,
    SilenceLimit,
    SupportCalendar,
    Target,
)
from itsm.services.wording import LONGEST, SHORTEST

ID = "[0-9]{1,18}"
# What a colleague needs to say what is broken; the rest is the desk's.
FOR_EVERYONE = frozenset({"id", "name", "purpose"})


@describes(CircularDependency)
def circle(error: CircularDependency) -> Problem:
    return Problem(409, _("That would close a circle: %(path)s.") % {"path": error})


class ServiceShape(serializers.ModelSerializer):
    """What is not required is told to the desk only."""

    depends_on: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True, required=False)

    class Meta:
        model = Service
        fields: ClassVar = [
            "id", "name", "purpose", "owner", "team", "sites", "criticality", "agreement", "depends_on", "is_active",
        ]  # fmt: skip

    def get_fields(self) -> Any:
        fields = super().get_fields()
        request = self.context.get("request")
        if request and getattr(request.user, "is_authenticated", False) and not request.user.works_the_desk:
            return {name: field for name, field in fields.items() if name in FOR_EVERYONE}
        return fields


class OtherService(serializers.Serializer):
    on = serializers.PrimaryKeyRelatedField(queryset=Service.objects.all())


class ServiceViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin):
    """What we support. Colleagues read names and purposes, administrators change."""

    queryset = Service.objects.none()
    serializer_class = ServiceShape
    lookup_value_regex = ID
    http_method_names = ["get", "head", "options", "post", "patch"]
    order = ("name", "pk")
    needs = (may("services.change_service", everyone_reads=True),)

    def get_queryset(self) -> Any:
        found = Service.objects.all() if self.request.user.works_the_desk else Service.objects.active()
        return found.prefetch_related("sites", "depends_on")

    @extend_schema(request=OtherService, responses=ServiceShape)
    @action(detail=True, methods=["post"])
    def depend(self, request: Request, pk: str) -> Response:
        """It cannot work without that other one. A circle is refused."""
        service = self.get_object()
        service.depend_on(self.checked(OtherService)["on"])
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=ImpactShape, filters=False)
    @action(detail=True, pagination_class=None)
    def impact(self, request: Request, pk: str) -> Response:
        """What falls with it, and how many colleagues that hits. For the desk."""
        if not self.request.user.works_the_desk:
            raise Http404
        return Response(ImpactShape(impact_of(self.get_object())).data)

    @extend_schema(request=OtherService, responses=ServiceShape)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """It can work without that other one after all."""
        service = self.get_object()
        service.depends_on.remove(self.checked(OtherService)["on"])
        return Response(self.get_serializer(self.get_object()).data)


@extend_schema_field({"type": "string", "example": "08:00:00"})
class WallClock(serializers.TimeField):
    """A time of day in the calendar's own zone; the schema's “time” would want an offset."""


class HoursShape(serializers.ModelSerializer):
    opens, closes = WallClock(), WallClock()

    class Meta:
        model = OpeningHours
        fields: ClassVar = ["weekday", "opens", "closes"]


class ClosingShape(serializers.ModelSerializer):
    class Meta:
        model = ClosingDay
        fields: ClassVar = ["date", "reason"]


class CalendarShape(serializers.ModelSerializer):
    opening_hours = HoursShape(many=True)
    closing_days = ClosingShape(many=True)

    class Meta:
        model = SupportCalendar
        fields: ClassVar = [
            "id",
            "name",
            "time_zone",
            "country",
            "subdivision",
            "opening_hours",
            "closing_days",
        ]


class CalendarViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """When support works."""

    queryset = SupportCalendar.objects.with_hours()
    serializer_class = CalendarShape
    lookup_value_regex = ID
    order = ("name", "pk")
    needs = (TheDesk,)


class TargetShape(serializers.ModelSerializer):
    class Meta:
        model = Target
        fields: ClassVar = [
            "kind",
            "priority",
            "first_response",
            "next_update",
            "resolution",
            "handover",
            "calendar",
        ]


class StepShape(serializers.ModelSerializer):
    class Meta:
        model = EscalationStep
        fields: ClassVar = ["clock", "percent", "tells", "team"]


class AgreementShape(serializers.ModelSerializer):
    targets = TargetShape(many=True)
    steps = StepShape(many=True)

    class Meta:
        model = Agreement
        fields: ClassVar = ["id", "name", "is_default", "calendar", "pauses", "targets", "steps"]


class SilenceShape(serializers.ModelSerializer):
    length = serializers.DurationField(
        min_value=SHORTEST, max_value=LONGEST, help_text="As in 00:30:00, or 1 06:00:00 for thirty hours."
    )

    class Meta:
        model = SilenceLimit
        fields: ClassVar = ["priority", "length", "always"]
        read_only_fields: ClassVar = ["priority"]
        extra_kwargs: ClassVar = {"always": {"help_text": "Nights and weekends count, too."}}


class SilenceViewSet(Api, RetrieveModelMixin, UpdateModelMixin):
    """How long somebody may hear nothing human, by priority. The silence board follows a change at once."""

    queryset = SilenceLimit.objects.all()
    serializer_class = SilenceShape
    pagination_class = None
    lookup_field = "priority"
    lookup_value_regex = "[1-4]"
    http_method_names = ["get", "head", "options", "patch"]
    needs = (may("services.change_agreement"),)

    @extend_schema(responses=SilenceShape(many=True))
    def list(self, request: Request) -> Response:
        return Response(self.get_serializer(self.get_queryset(), many=True).data)


class AgreementViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What is promised: targets by kind and priority, and who is told when."""

    queryset = Agreement.objects.prefetch_related("targets", "steps")
    serializer_class = AgreementShape
    lookup_value_regex = ID
    order = ("name", "pk")
    needs = (TheDesk,)
