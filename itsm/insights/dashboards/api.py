"""Dashboards by API: the same panels, rows and marks as the pages draw; the weights of experience."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api import forms
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.insights.api import ASKED, Readers
from itsm.insights.dashboards.experience import HEAVIEST, PARTS, weights
from itsm.insights.dashboards.models import Weighing
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.dashboards.registry import dashboard, dashboards
from itsm.insights.forms import About
from itsm.insights.measures import Unit
from itsm.tickets.models import Ticket

BELOW = "Below the address of this desk, or empty."


class PanelMark(serializers.Serializer):
    """One figure: `n` records stand behind it. Without a value there are too few to say anything."""

    name = serializers.CharField(help_text="What it is about: a stretch of time, a service, a part.")
    value = serializers.FloatField(allow_null=True)
    said = serializers.CharField(help_text="The same in words, with its unit.")
    n = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(source="href", help_text=f"The list of its records. {BELOW}")


class PanelRow(serializers.Serializer):
    name = serializers.CharField()
    url = serializers.CharField(source="href", help_text=BELOW)
    marks = PanelMark(many=True)


class PanelShape(serializers.Serializer):
    key, title = serializers.CharField(), serializers.CharField()
    value = serializers.CharField(help_text="The figure it is about, in words; empty where there is none.")
    says = serializers.CharField(help_text="How to read it.")
    unit = serializers.ChoiceField([(unit.value, unit.value) for unit in Unit])
    target = serializers.FloatField(allow_null=True, source="target.value", default=None)
    rows = serializers.SerializerMethodField()

    @extend_schema_field(PanelRow(many=True))
    def get_rows(self, panel: Panel) -> list[dict[str, Any]]:
        names = [part.name for part in panel.parts]
        return [
            {
                "name": row.name,
                "url": row.href,
                "marks": [
                    PanelMark(mark).data | {"name": names[n] if names else mark.name}
                    for n, mark in enumerate(row.marks)
                ],
            }
            for row in panel.rows
        ]


class DashboardLine(serializers.Serializer):
    key, title, says = serializers.CharField(), serializers.CharField(), serializers.CharField()
    url = serializers.SerializerMethodField(help_text=BELOW)

    def get_url(self, found: Any) -> str:
        return reverse("insights:dashboard", args=[found.key])


class DashboardDetail(serializers.Serializer):
    """What it is about, and its panels."""

    title = serializers.CharField()
    since, until = serializers.DateTimeField(), serializers.DateTimeField()
    counted_at = serializers.DateTimeField()
    panels = PanelShape(many=True)


class DashboardViewSet(Api):
    """Pages of figures. Every panel comes as rows of marks, each with the list of its records."""

    queryset = Ticket.objects.none()
    serializer_class = DashboardLine
    pagination_class = None
    lookup_field = "key"
    lookup_value_regex = "[a-z0-9-]{1,60}"
    needs = (Readers,)

    @extend_schema(responses=DashboardLine(many=True))
    def list(self, request: Request) -> Response:
        """Those that are there: a dashboard of a practice that is off is not."""
        return Response(DashboardLine(dashboards(), many=True).data)

    @extend_schema(parameters=ASKED, responses=DashboardDetail)
    def retrieve(self, request: Request, key: str) -> Response:
        """One of them, for the period and the filter that are asked for."""
        found = dashboard(key)
        if found is None:
            raise Http404
        page = asked(self.request)
        return Response(told(page, found.title, list(found.drawn(page))))


def asked(request: Any) -> Page:
    form = About(request.query_params)
    forms.check(form)
    return Page.asked(form, person=request.user)


def told(page: Page, title: Any, panels: list[Panel]) -> dict[str, Any]:
    about = {"since": page.chosen.since, "until": page.chosen.until, "counted_at": page.now}
    return DashboardDetail({"title": title, "panels": panels, **about}).data


class WeightsShape(serializers.Serializer):
    """A part that is not named keeps its weight."""

    def get_fields(self) -> dict[str, Any]:
        return {
            part.key: serializers.IntegerField(
                min_value=0,
                max_value=HEAVIEST,
                required=False,
                label=str(part.name),
                help_text=str(part.says),
            )
            for part in PARTS
        }

    def validate(self, given: dict[str, int]) -> dict[str, int]:
        if not any((weights() | given).values()):
            raise serializers.ValidationError("One part at least must count.")
        return given


class WeightsViewSet(Api):
    """How much each part of experience weighs."""

    queryset = Weighing.objects.none()
    serializer_class = WeightsShape
    pagination_class = None
    needs = (Readers, may("insights.weigh_experience"))

    @extend_schema(responses=WeightsShape)
    def retrieve(self, request: Request) -> Response:
        """As it is now."""
        return Response(weights())

    @extend_schema(request=WeightsShape, responses=WeightsShape)
    def partial_update(self, request: Request) -> Response:
        """Decide anew. Every figure of experience is counted with it from then on, the past too."""
        Weighing.decide(weights() | self.checked(WeightsShape), by=self.request.user)
        return Response(weights())
