"""Rising topics, by API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import TheDesk
from itsm.frame.api.views import Api
from itsm.knowledge.topics.rising import HOURS, rising
from itsm.knowledge.topics.views import USUAL
from itsm.tickets.models import Ticket


class TopicShape(serializers.Serializer):
    title = serializers.CharField(source="example.title", help_text="Of the ticket that says most of it.")
    words = serializers.ListField(
        child=serializers.CharField(),
        source="spelled",
        help_text="What they share, the most surprising first.",
    )
    count = serializers.IntegerField(help_text="Tickets in these hours.")
    usual = serializers.FloatField(help_text="In as many hours of the four weeks before, on average.")
    tickets = serializers.SerializerMethodField(help_text="Their numbers, newest first.")

    def get_tickets(self, topic: Any) -> list[str]:
        return [ticket.number for ticket in topic.tickets]


class TopicViewSet(Api):
    """What suddenly many write about."""

    queryset = Ticket.objects.none()
    serializer_class: Any = TopicShape
    pagination_class = None
    filter_backends = ()
    needs = (TheDesk,)

    @extend_schema(
        parameters=[OpenApiParameter("hours", int, enum=HOURS, default=USUAL)],
        responses=TopicShape(many=True),
    )
    def list(self, request: Request) -> Response:
        asked = request.query_params.get("hours", str(USUAL))
        if asked not in map(str, HOURS):
            raise ValidationError({"hours": [f"Choose one of {', '.join(map(str, HOURS))}."]})
        return Response(TopicShape(rising(now=timezone.now(), hours=int(asked)), many=True).data)
