"""Components by API: what they are, what stands on them, and many at once from a file."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from itsm.frame.api.permissions import may, only
from itsm.frame.api.problems import Problem, describes
from itsm.frame.api.views import Api
from itsm.services.components import carry, report, upload
from itsm.services.components.filters import ComponentFilter
from itsm.services.components.plan import Plan
from itsm.services.components.sheet import Unreadable
from itsm.services.impact import footing_of, impact_of
from itsm.services.models import Component

ID = "[0-9]{1,18}"


@describes(carry.PlanChanged)
def plan_changed(error: carry.PlanChanged) -> Problem:
    return Problem(409, _("Nothing was applied: somebody changed components since you looked. Look again."))


class ComponentShape(serializers.ModelSerializer):
    class Meta:
        model = Component
        fields: ClassVar = ["id", "key", "name", "kind", "site", "services", "depends_on", "needs"]
        extra_kwargs: ClassVar = {
            "services": {"required": False, "help_text": "Services it carries: when it fails, they fail."},
            "depends_on": {"required": False, "help_text": "Components it stands on. Circles are allowed."},
            "needs": {"required": False, "help_text": "Services it stands on."},
        }

    def validate_key(self, key: str) -> str:
        others = Component.objects.with_keys([key])
        if others.exclude(pk=getattr(self.instance, "pk", 0)).exists():
            raise serializers.ValidationError("Another component has this key.")
        return key

    def validate_depends_on(self, others: list[Component]) -> list[Component]:
        if self.instance and self.instance in others:
            raise serializers.ValidationError("Nothing stands on itself.")
        return others


class NamedShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


class ImpactShape(serializers.Serializer):
    services = NamedShape(many=True, help_text="Still offered, the most critical first; itself among them.")
    components = NamedShape(many=True)
    sites = NamedShape(many=True, help_text="Where these services are used.")
    colleagues = serializers.IntegerField(help_text="How many work there.")


class FootingShape(serializers.Serializer):
    services, components = NamedShape(many=True), NamedShape(many=True)


class ComponentViewSet(Api, ModelViewSet):
    """What services are made of. The desk reads, administrators change."""

    queryset = Component.objects.none()
    serializer_class = ComponentShape
    filterset_class = ComponentFilter
    lookup_value_regex = ID
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    order = ("name", "pk")
    needs = (may("services.change_component"),)

    def get_queryset(self) -> Any:
        found = Component.objects.visible_to(self.request.user)
        return found.prefetch_related("services", "depends_on", "needs")

    @extend_schema(responses=ImpactShape, filters=False)
    @action(detail=True, pagination_class=None)
    def impact(self, request: Request, pk: str) -> Response:
        """What falls with it, at any height, and how many colleagues that hits."""
        return Response(ImpactShape(impact_of(self.get_object())).data)

    @extend_schema(responses=FootingShape, filters=False)
    @action(detail=True, pagination_class=None)
    def footing(self, request: Request, pk: str) -> Response:
        """What has to work for it, at any depth; itself among them."""
        return Response(FootingShape(footing_of(self.get_object())).data)


class ComponentImportBody(serializers.Serializer):
    file = serializers.FileField(help_text="CSV, JSON or an export of NetBox, gzipped or not, up to 10 MB.")
    create_sites = serializers.BooleanField(default=False)


class LeftOutShape(serializers.Serializer):
    line = serializers.IntegerField()
    key, reason = serializers.CharField(), serializers.CharField()


class ComponentChangeShape(serializers.Serializer):
    line = serializers.IntegerField()
    key, name = serializers.CharField(), serializers.CharField()
    changes = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()), help_text="[column, before, after]"
    )


class ComponentPlanShape(serializers.Serializer):
    key = serializers.CharField(help_text="Of this upload, for `apply`; it is kept for an hour.")
    digest = serializers.CharField(help_text="Of what would change: `apply` does this or nothing.")
    new, changed = ComponentChangeShape(many=True), ComponentChangeShape(many=True)
    unchanged = serializers.IntegerField()
    left_out = LeftOutShape(many=True)
    new_sites = serializers.ListField(child=serializers.CharField())
    notices = serializers.ListField(child=serializers.CharField())


class ApplyBody(serializers.Serializer):
    digest = serializers.CharField(max_length=64)


def told(key: str, plan: Plan) -> dict[str, Any]:
    return {
        "key": key,
        "digest": plan.digest,
        "new": [report.told(entry) for entry in plan.new],
        "changed": [report.told(entry) for entry in plan.changed],
        "unchanged": plan.unchanged,
        "left_out": [report.told(bad) for bad in plan.bad],
        "new_sites": plan.new_sites,
        "notices": plan.notices,
    }


class ComponentImportViewSet(Api):
    """Administrators only. An upload is kept for an hour, for whoever sent it."""

    queryset = Component.objects.none()
    serializer_class = ComponentPlanShape
    pagination_class = None
    lookup_field = "key"
    lookup_value_regex = "[A-Za-z0-9_-]{1,40}"
    needs = (only("services.change_component"),)
    parser_classes: Any = [MultiPartParser]

    def kept(self, key: str) -> upload.Kept:
        found = upload.find(key, by=self.request.user)
        if found is None:
            raise Http404
        return found

    @extend_schema(request={"multipart/form-data": ComponentImportBody}, responses={201: ComponentPlanShape})
    def create(self, request: Request) -> Response:
        """Upload a file and hear what would change; nothing is written yet."""
        given = self.checked(ComponentImportBody)
        try:
            kept = upload.keep(given["file"].read(), by=self.request.user, create_sites=given["create_sites"])
        except Unreadable as unreadable:
            raise serializers.ValidationError({"file": [str(unreadable)]}) from unreadable
        return Response(told(kept.key, carry.plan(kept.sheet, kept.options)), status=201)

    def retrieve(self, request: Request, key: str) -> Response:
        """What it would change as things stand now."""
        kept = self.kept(key)
        return Response(told(key, carry.plan(kept.sheet, kept.options)))

    @extend_schema(request=ApplyBody, responses=ComponentPlanShape)
    @action(detail=True, methods=["post"], parser_classes=[JSONParser])
    def apply(self, request: Request, key: str) -> Response:
        """Carry out what was shown, all or nothing."""
        kept = self.kept(key)
        done = carry.carry_out(kept.sheet, kept.options, shown=self.checked(ApplyBody)["digest"])
        upload.forget(key, by=self.request.user)
        return Response(told(key, done))
