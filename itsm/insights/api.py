"""The overview's figures, by API: what each means, how it is counted, how it was before. For those who read the overview."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api import forms
from itsm.frame.api.permissions import TheDesk
from itsm.frame.api.views import Api
from itsm.insights.forms import PERIODS, USUAL, About
from itsm.insights.measures import Better, Measure, Standing, Unit, measure
from itsm.insights.measures.registry import NOTHING
from itsm.insights.overview import Overview
from itsm.insights.placing import placed, standing_here
from itsm.insights.views import READERS
from itsm.services.models import Priority
from itsm.tickets.models import Ticket

ASKED = [
    OpenApiParameter(
        "weeks", str, enum=list(PERIODS), default=USUAL, description="How long the period is that ends today."
    ),
    OpenApiParameter("team", int, description="Only what this team had to do with."),
    OpenApiParameter("service", int, description="Only what is about this service."),
    OpenApiParameter("priority", int, enum=Priority.values),
    OpenApiParameter("kind", str, enum=Ticket.Kind.values),
    OpenApiParameter("site", int, description="Only what colleagues at this site waited for."),
]


class Readers(TheDesk):
    def has_permission(self, request: Request, view: Any) -> bool:
        if super().has_permission(request, view) and not request.user.roles & READERS:  # type: ignore[union-attr]
            raise PermissionDenied
        return True


class ValueShape(serializers.Serializer):
    """`n` rows stand behind it; without a value there are none, or too few to say anything."""

    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()


class FigureShape(serializers.Serializer):
    key = serializers.CharField()
    row = serializers.CharField(help_text="Where it stands on the overview.")
    name, sentence = serializers.CharField(), serializers.CharField()
    formula, population = serializers.CharField(), serializers.CharField()
    calendar = serializers.CharField(help_text="Which hours count; empty where it is no length of time.")
    unit = serializers.ChoiceField([(unit.value, unit.value) for unit in Unit])
    better = serializers.ChoiceField([(better.value, better.value) for better in Better])
    now = ValueShape()
    before = ValueShape(
        allow_null=True, help_text="In the period before; null for what has no past, as silence now."
    )


class StretchShape(ValueShape):
    since, until = serializers.DateTimeField(), serializers.DateTimeField()


class RecordShape(serializers.Serializer):
    name, said = serializers.CharField(), serializers.CharField()
    url = serializers.CharField(source="href", help_text="Below the address of this desk, or empty.")


class FigureViewSet(Api):
    """What is read from days is at most a minute behind; the rest is counted at most once a minute, for everybody who asks the same."""

    queryset = Ticket.objects.none()
    serializer_class = FigureShape
    pagination_class = None
    lookup_field = "key"
    lookup_value_regex = "[a-z0-9_]{1,60}"
    needs = (Readers,)

    @extend_schema(parameters=ASKED, responses=FigureShape(many=True))
    def list(self, request: Request) -> Response:
        """In the order of the overview, and what has no past at the end."""
        return Response(FigureShape(list(self.figures(self.overview())), many=True).data)

    def overview(self) -> Overview:
        form = About(self.request.query_params)
        forms.check(form)
        return replace(Overview.about(form, now=timezone.now()), asks=tuple(placed()))

    def figures(self, page: Overview) -> Iterator[dict[str, Any]]:
        for row, keys in placed().items():
            yield from (self.told(page, measure(key), row) for key in keys)
        for one in standing_here():
            now = page.counted.standing[one.key]
            yield {**self.about(one), "row": "promises", "now": now, "before": None}

    def told(self, page: Overview, one: Measure, row: str) -> dict[str, Any]:
        periods = page.counted.periods[one.key]
        now, before = periods.get(2, NOTHING), periods.get(1, NOTHING)
        return {**self.about(one), "row": row, "now": now, "before": before}

    def about(self, one: Measure | Standing) -> dict[str, Any]:
        names = ("key", "name", "sentence", "formula", "population", "calendar", "unit", "better")
        return {name: getattr(one, name) for name in names}
