"""The change calendar by API: what stands in it, what would be in the way of a change, and one's private address."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changes.calendar import addresses, sources
from changes.calendar.asked import Asked
from changes.calendar.checking import Finding, check
from changes.calendar.lens import Lens
from changes.calendar.moments import refuse_far_away
from changes.calendar.plan import Plan, plan_of
from changes.calendar.windows import next_free
from changes.models import Change, Collision
from itsm.frame.api.permissions import TheDesk
from itsm.frame.api.views import Api

LONGEST = timedelta(days=93)  # that one question may span
NUMBER = "[A-Za-z]{3}-[0-9]{1,15}"


class CalendarItemShape(serializers.Serializer):
    kind = serializers.ChoiceField(sources.ItemKind.choices)
    key = serializers.CharField(help_text="The same however often it is asked.")
    number = serializers.CharField(help_text="As in CHG-1042; empty for an occasion.")
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    status = serializers.CharField()
    certain = serializers.BooleanField(help_text="Nobody has to say yes any more.")
    collides = serializers.BooleanField()
    services = serializers.ListField(child=serializers.IntegerField())
    sites = serializers.ListField(child=serializers.IntegerField())
    teams = serializers.ListField(child=serializers.IntegerField())
    url = serializers.CharField()


class InTheWayShape(serializers.Serializer):
    kind: Any = serializers.ChoiceField(Collision.Kind.choices, source="clash.kind")
    because = serializers.CharField()
    since: Any = serializers.DateTimeField(source="clash.since")
    until: Any = serializers.DateTimeField(source="clash.until")
    collision: Any = serializers.IntegerField(source="row.pk", allow_null=True, default=None)
    accepted: Any = serializers.BooleanField(source="is_accepted")


def moment() -> serializers.DateTimeField:
    return serializers.DateTimeField(validators=[refuse_far_away])


class ChangeSpanShape(serializers.Serializer):
    starts_at = moment()
    ends_at = moment()

    def validate(self, given: dict[str, datetime]) -> dict[str, datetime]:
        if given["ends_at"] <= given["starts_at"]:
            raise serializers.ValidationError({"ends_at": [_("It ends after it starts.")]})
        return given


class WindowShape(serializers.Serializer):
    """A change's window, or the one that was asked for, and what stands in its way."""

    number = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    in_the_way = InTheWayShape(many=True)
    next_free: Any = ChangeSpanShape(allow_null=True, help_text="If something is in the way.")


class CalendarQuery(serializers.Serializer):
    since = moment()
    until = moment()

    def validate(self, given: dict[str, datetime]) -> dict[str, datetime]:
        if not timedelta() < given["until"] - given["since"] <= LONGEST:
            raise serializers.ValidationError({"until": [_("Ask for at most 93 days at once.")]})
        return given


def when(name: str, *, required: bool) -> OpenApiParameter:
    return OpenApiParameter(name, datetime, required=required)


FILTERS = [OpenApiParameter(name, int) for name in ("service", "team", "site")]


class ChangeCalendarViewSet(Api):
    """Changes, announced maintenance, freezes, business events and who is on call."""

    queryset = Change.objects.none()
    serializer_class = CalendarItemShape
    lookup_field = "number"
    lookup_value_regex = NUMBER
    needs = (TheDesk,)

    def get_queryset(self) -> Any:
        return Change.objects.visible_to(self.request.user)

    @extend_schema(parameters=[when("since", required=True), when("until", required=True), *FILTERS], responses=CalendarItemShape(many=True))  # fmt: skip
    def list(self, request: Request) -> Response:
        """What meets this span of time. `service` takes what it stands on and what stands on it, too."""
        asked = CalendarQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        span = (asked.validated_data["since"], asked.validated_data["until"])
        lens = Lens.of(Asked.of(request.query_params, today=timezone.localdate()))
        found = lens.through(sources.items(span, self.request.user))
        return Response(CalendarItemShape(found, many=True).data)

    @extend_schema(
        parameters=[when("starts_at", required=False), when("ends_at", required=False)],
        responses=WindowShape,
        filters=False,
    )
    def retrieve(self, request: Request, number: str) -> Response:
        """What is in the way of a change, at its own time or at another one."""
        wanted = None
        if "starts_at" in request.query_params:
            asked = ChangeSpanShape(data=request.query_params)
            asked.is_valid(raise_exception=True)
            wanted = asked.validated_data["starts_at"], asked.validated_data["ends_at"]
        return Response(WindowShape(self.window(self.plan(wanted))).data)

    @extend_schema(request=ChangeSpanShape, responses=WindowShape)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, number: str) -> Response:
        """To another time; what was authorised is asked again."""
        change = self.get_object()
        if not self.request.user.has_perm("tickets.work_ticket"):
            self.permission_denied(request)
        given = self.checked(ChangeSpanShape)
        change.plan(by=self.request.user, **given)
        return Response(WindowShape(self.window(self.plan(None))).data)

    def plan(self, wanted: "sources.Span | None") -> Plan:
        plan = plan_of(self.get_object())
        if plan is None:
            raise Http404
        return plan.at(*wanted) if wanted else plan

    def window(self, plan: Plan) -> dict[str, Any]:
        found: list[Finding] = check(plan)
        free = next_free(plan, after=max(timezone.now(), plan.starts_at)) if found else None
        return {
            "number": plan.number,
            "starts_at": plan.starts_at,
            "ends_at": plan.ends_at,
            "in_the_way": found,
            "next_free": free and {"starts_at": free[0], "ends_at": free[1]},
        }


class CalendarAddressShape(serializers.Serializer):
    address = serializers.URLField()


class CalendarAddressViewSet(Api):
    """The private address of one's own calendar."""

    queryset = Change.objects.none()
    serializer_class = CalendarAddressShape
    needs = (TheDesk,)
    pagination_class = None

    @extend_schema(responses=CalendarAddressShape)
    def retrieve(self, request: Request) -> Response:
        return Response({"address": addresses.address_of(self.request.user)})

    @extend_schema(request=None, responses=CalendarAddressShape)
    def renew(self, request: Request) -> Response:
        """A new address; the one before no longer answers."""
        addresses.renew(self.request.user)
        return self.retrieve(request)
