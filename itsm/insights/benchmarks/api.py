"""Benchmarks by API: what others publish and bands of one's own."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api import forms
from itsm.frame.api.views import Api
from itsm.insights.api import Readers
from itsm.insights.benchmarks.bands import Benchmark, every
from itsm.insights.benchmarks.forms import BandForm
from itsm.insights.benchmarks.models import OwnBand, Shown


class BenchmarkShape(serializers.Serializer):
    """A band in the unit of its measure. `strength`: A, B or C by how well its source is known, or own."""

    name, measure = serializers.CharField(read_only=True), serializers.CharField(read_only=True)
    low = serializers.FloatField(allow_null=True, read_only=True)
    typical = serializers.FloatField(allow_null=True, read_only=True)
    good = serializers.FloatField(allow_null=True, read_only=True)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    population = serializers.CharField(read_only=True)
    year = serializers.IntegerField(
        allow_null=True, read_only=True, help_text="Null where the source bears none."
    )
    strength = serializers.ChoiceField([(one, one) for one in ("A", "B", "C", "own")], read_only=True)
    note = serializers.CharField(read_only=True, help_text="How its definition differs from ours.")
    shown = serializers.BooleanField(help_text="Whether it stands with its figure.")


def shape(one: Benchmark, shown: Any) -> dict[str, Any]:
    names = ("name", "measure", "low", "typical", "good", "source", "population", "year", "strength", "note")
    return BenchmarkShape({**{name: getattr(one, name) for name in names}, "shown": shown}).data


class BenchmarkViewSet(Api):
    """What is weak is there, but not shown until somebody decides so."""

    queryset = Shown.objects.none()
    serializer_class = BenchmarkShape
    pagination_class = None
    lookup_field = "name"
    lookup_value_regex = "[a-z0-9-]{1,80}"
    needs = (Readers,)

    @extend_schema(responses=BenchmarkShape(many=True))
    def list(self, request: Request) -> Response:
        return Response([shape(one, shown) for one, shown in every()])

    def retrieve(self, request: Request, name: str) -> Response:
        return Response(shape(*self.found(name)))

    def partial_update(self, request: Request, name: str) -> Response:
        """Show it, or show it no more."""
        one, _shown = self.found(name)
        given = BenchmarkShape(data=request.data)
        given.is_valid(raise_exception=True)
        Shown.decide(name, shown=given.validated_data["shown"], by=request.user)  # type: ignore[arg-type]
        return Response(shape(one, given.validated_data["shown"]))

    def found(self, name: str) -> tuple[Benchmark, bool]:
        for one, shown in every():
            if one.name == name:
                return one, shown
        raise NotFound


class OwnBandShape(serializers.ModelSerializer):
    class Meta:
        model = OwnBand
        fields: ClassVar = [
            "id", "measure", "low", "typical", "good", "source", "year", "population", "note", "entered_by", "entered_at",
        ]  # fmt: skip
        read_only_fields: ClassVar = ["entered_by", "entered_at"]


class OwnBandViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, DestroyModelMixin):
    """Bands that we measure ourselves by, each with where it comes from and its year."""

    queryset = OwnBand.objects.all()
    serializer_class = OwnBandShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("measure", "-pk")
    needs = (Readers,)

    def perform_create(self, serializer: Any) -> None:
        form = BandForm(serializer.initial_data)
        forms.check(form)
        serializer.instance = OwnBand.enter(by=self.request.user, **form.cleaned_data)
