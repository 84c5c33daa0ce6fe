"""Erasing people, and copies of what is held of somebody, by API."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import only
from itsm.frame.api.problems import Problem, describes
from itsm.frame.api.views import Api
from itsm.people.models import COPY, ERASE, DataCopy, Erasure, Person
from itsm.people.privacy import copying, erasing
from itsm.people.privacy.views import download


@describes(erasing.CannotErase)
def cannot_erase(error: erasing.CannotErase) -> Problem:
    return Problem(409, str(error))


@describes(copying.AlreadyUnderWay)
def under_way(error: copying.AlreadyUnderWay) -> Problem:
    return Problem(409, _("A copy is being made already."))


class ErasureShape(serializers.ModelSerializer):
    stand_in = serializers.CharField(read_only=True, help_text="What the person is called from now on.")
    counts: Any = serializers.DictField(child=serializers.IntegerField(), help_text="Rows by kind.")

    class Meta:
        model = Erasure
        fields: ClassVar = ["id", "person", "stand_in", "by", "at", "done_at", "counts"]


class EraseBody(serializers.Serializer):
    person = serializers.PrimaryKeyRelatedField(queryset=Person.objects.all())
    name = serializers.CharField(help_text="Their full name, as a question whether it is meant.")


class WhoBody(serializers.Serializer):
    person = serializers.PrimaryKeyRelatedField(queryset=Person.objects.all())


class WayShape(serializers.Serializer):
    kind = serializers.CharField(source="kind.key")
    label: Any = serializers.CharField(source="kind.label")
    says = serializers.CharField(source="kind.says")
    count = serializers.IntegerField()


class OutlookShape(serializers.Serializer):
    refusal = serializers.CharField(allow_blank=True, help_text="Why it cannot be done now.")
    kinds = WayShape(many=True)


class ErasureViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Who was erased: by whom and when, without names. A worker does it; `done_at` says when it was."""

    queryset = Erasure.objects.all()
    serializer_class = ErasureShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-pk",)
    needs = (only(ERASE),)

    @extend_schema(request=EraseBody, responses={202: ErasureShape})
    def create(self, request: Request) -> Response:
        """There is no way back."""
        given = self.checked(EraseBody)
        made = erasing.begin(given["person"], name=given["name"], by=self.request.user, now=timezone.now())
        return Response(ErasureShape(made).data, status=202)

    @extend_schema(parameters=[OpenApiParameter("person", int, required=True)], responses=OutlookShape)
    @action(detail=False)
    def preview(self, request: Request) -> Response:
        """What would happen to what; nothing happens."""
        asked = WhoBody(data=request.query_params)
        asked.is_valid(raise_exception=True)
        person = asked.validated_data["person"]
        return Response(
            OutlookShape({"refusal": erasing.refusal(person), "kinds": erasing.outlook(person)}).data
        )


class DataCopyShape(serializers.ModelSerializer):
    class Meta:
        model = DataCopy
        fields: ClassVar = ["id", "person", "by", "asked_at", "made_at", "ends_at", "size"]


class CopyBody(serializers.Serializer):
    person = serializers.PrimaryKeyRelatedField(
        queryset=Person.objects.all(), required=False, help_text="Somebody else, for administrators."
    )


class DataCopyViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Copies of what is held of a person: your own, for administrators those of all. Each goes after seven days."""

    queryset = DataCopy.objects.none()
    serializer_class = DataCopyShape
    lookup_value_regex = "[0-9a-f-]{36}"
    order = ("-asked_at", "-pk")

    def get_queryset(self) -> Any:
        return DataCopy.objects.visible_to(self.request.user).good(now=timezone.now())

    @extend_schema(request=CopyBody, responses={202: DataCopyShape})
    def create(self, request: Request) -> Response:
        """It is made by a worker: `made_at` says when it is there."""
        me = self.request.user
        person = self.checked(CopyBody).get("person", me)
        if person != me and not me.has_perm(COPY):
            raise PermissionDenied
        return Response(DataCopyShape(copying.ask(person, by=me, now=timezone.now())).data, status=202)

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, pk: str) -> Any:
        """The zip: JSON by kind, and the files they sent."""
        copy = self.get_object()
        if not copy.made_at:
            raise copying.AlreadyUnderWay
        return download(copy)
