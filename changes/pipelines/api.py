"""Deployments and pipelines by API."""

from typing import Any, ClassVar

import django_filters
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from changes.models import Deployment, Pipeline
from changes.pipelines import shapes
from changes.pipelines.hearing import MAY, Said, hear
from changes.pipelines.keeping import new_secret
from changes.pipelines.pages import SET_UP
from itsm.frame.api.permissions import may, only
from itsm.frame.api.views import Api


class DeploymentFilter(django_filters.FilterSet):
    pipeline = django_filters.CharFilter(field_name="pipeline__key", label=_("Pipeline"))
    change = django_filters.CharFilter(field_name="change__number", label=_("Change"))
    result = django_filters.ChoiceFilter(choices=shapes.RESULTS, label=_("Result"))

    class Meta:
        model = Deployment
        fields: ClassVar[list[str]] = ["pipeline", "run", "change", "result"]


class DeploymentViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Runs of pipelines, the last begun first. Whoever may carry out changes tells of one in their own name."""

    queryset = Deployment.objects.none()
    serializer_class = shapes.DeploymentShape
    filterset_class = DeploymentFilter
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-began_at", "-pk")
    needs = (may(MAY),)

    def get_queryset(self) -> Any:
        return Deployment.objects.visible_to(self.request.user).select_related("pipeline", "change")

    @extend_schema(request=shapes.DeploymentBody, responses={201: shapes.DeploymentShape})
    def create(self, request: Request) -> Response:
        """A run began, or, with a result, is over. Said again it changes nothing and is answered the same."""
        given = self.checked(shapes.DeploymentBody)
        pipeline: Pipeline = given.pop("pipeline")
        if known := pipeline.deployments.filter(run=given["run"]).first():
            get_object_or_404(self.get_queryset(), pk=known.pk)
        return self.heard(pipeline, Said(**given), status=201)

    @extend_schema(request=shapes.FinishDeploymentBody, responses=shapes.DeploymentShape)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """It is over: its change is finished and closed with its outcome."""
        found = self.get_object()
        said = Said(run=found.run, **self.checked(shapes.FinishDeploymentBody))
        return self.heard(found.pipeline, said, status=200)

    def heard(self, pipeline: Pipeline, said: Said, *, status: int) -> Response:
        deployment = hear(pipeline, said, by=self.request.user, now=timezone.now())
        return Response(self.get_serializer(deployment).data, status=status)


class PipelineViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What deploys by itself. Administrators only."""

    queryset = Pipeline.objects.select_related("model", "speaks_for")
    serializer_class = shapes.PipelineShape
    lookup_field = "key"
    lookup_value_regex = "[A-Za-z0-9_-]{1,40}"
    order = ("name", "pk")
    needs = (only(SET_UP),)

    @extend_schema(request=shapes.PipelineBody, responses={201: shapes.PipelineSecretShape})
    def create(self, request: Request) -> Response:
        """The answer has its secret, this once."""
        return self.with_new_secret(Pipeline(**self.checked(shapes.PipelineBody)), status=201)

    @extend_schema(request=shapes.PipelineBody, responses=shapes.PipelineShape)
    def partial_update(self, request: Request, key: str) -> Response:
        found = self.get_object()
        given = shapes.PipelineBody(found, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return Response(self.get_serializer(given.save()).data)

    @extend_schema(request=None, responses=shapes.PipelineSecretShape)
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, key: str) -> Response:
        """A new secret, told this once; the old one signs nothing any more."""
        return self.with_new_secret(self.get_object())

    def with_new_secret(self, pipeline: Pipeline, *, status: int = 200) -> Response:
        secret = new_secret(pipeline)
        return Response({**self.get_serializer(pipeline).data, "secret": secret}, status=status)
