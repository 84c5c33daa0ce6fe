"""How long records are kept, by API."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.frame.retention import keeping, kinds
from itsm.frame.retention.models import CHANGE, RetentionRule, RetentionRun

AT_ONCE = 20  # seconds


class RetentionShape(serializers.Serializer):
    kind = serializers.CharField(source="kind.key")
    label: Any = serializers.CharField(source="kind.label")
    goes = serializers.CharField(source="kind.goes")
    stays = serializers.CharField(source="kind.stays")
    days = serializers.IntegerField(allow_null=True, help_text="null: for ever.")
    usual_days = serializers.IntegerField(
        source="kind.days", allow_null=True, help_text="Before anybody decided."
    )
    least_days = serializers.IntegerField(source="kind.least")
    changed_at = serializers.DateTimeField(source="rule.at", default=None, allow_null=True)
    changed_by = serializers.IntegerField(
        source="rule.by_id", default=None, allow_null=True, help_text="A person."
    )
    last_went_at = serializers.DateTimeField(source="last.at", default=None, allow_null=True)
    last_gone = serializers.IntegerField(source="last.gone", default=None, allow_null=True)


class RetentionBody(serializers.Serializer):
    days = serializers.IntegerField(allow_null=True, min_value=0, help_text="null: for ever.")


class OldRecordsShape(serializers.Serializer):
    days = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField(help_text="How many would go now.")
    oldest = serializers.DateTimeField(allow_null=True)


class RetentionRunShape(serializers.ModelSerializer):
    class Meta:
        model = RetentionRun
        fields: ClassVar = ["before", "gone", "by", "at"]


class GoneRecordsShape(serializers.Serializer):
    gone = serializers.IntegerField()
    done = serializers.BooleanField(help_text="false: the rest goes in the coming night.")


class RetentionViewSet(Api):
    """Kinds of records that do not stay for ever. Nothing of them touches figures."""

    queryset = RetentionRule.objects.none()
    serializer_class: Any = RetentionShape
    pagination_class = None
    filter_backends = ()
    lookup_field = "kind"
    lookup_value_regex = "[a-z-]+"
    needs = (only(CHANGE),)

    def list(self, request: Request) -> Response:
        return Response(RetentionShape(keeping.lines(now=timezone.now()), many=True).data)

    def retrieve(self, request: Request, kind: str) -> Response:
        found = kinds.named(kind)
        rules, runs = RetentionRule.objects.newest(), RetentionRun.objects.newest()
        return Response(RetentionShape(keeping.Line(found, rules.get(kind), runs.get(kind))).data)

    @extend_schema(request=RetentionBody, responses=RetentionShape)
    def partial_update(self, request: Request, kind: str) -> Response:
        """From the coming night on."""
        found, given = kinds.named(kind), self.checked(RetentionBody)
        keeping.change(found, given["days"], by=self.request.user, now=timezone.now())
        return self.retrieve(request, kind)

    @extend_schema(parameters=[OpenApiParameter("days", int)], responses=OldRecordsShape)
    @action(detail=True)
    def preview(self, request: Request, kind: str) -> Response:
        """What would go with so many days, or with those that hold; nothing goes."""
        found = kinds.named(kind)
        days = keeping.days_of(found)
        if "days" in request.query_params:
            asked = RetentionBody(data={"days": request.query_params["days"]})
            asked.is_valid(raise_exception=True)
            days = asked.validated_data["days"]
            found.check(days)
        return Response(OldRecordsShape(keeping.preview(found, days, now=timezone.now())).data)

    @extend_schema(responses=RetentionRunShape(many=True))
    @action(detail=True)
    def runs(self, request: Request, kind: str) -> Response:
        """When records went, and how many: the last hundred times."""
        return Response(
            RetentionRunShape(RetentionRun.objects.of(kinds.named(kind).key)[:100], many=True).data
        )

    @extend_schema(request=None, responses=GoneRecordsShape)
    @action(detail=True, methods=["post"])
    def run(self, request: Request, kind: str) -> Response:
        """Now, instead of tonight."""
        found, now = kinds.named(kind), timezone.now()
        gone, done = keeping.forget_old(found, now=now, by=self.request.user, seconds=AT_ONCE)
        return Response(GoneRecordsShape({"gone": gone, "done": done}).data)
