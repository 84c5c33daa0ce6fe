"""Suggestions by API: what is proposed on a ticket, taken or dismissed."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.knowledge.models import Suggestion
from itsm.knowledge.suggesting import making
from itsm.knowledge.suggesting.views import suggestion_or_404, ticket_or_404


class SuggestionShape(serializers.ModelSerializer):
    ticket = serializers.CharField(source="ticket.number")
    what = serializers.CharField(help_text="ticket, article, offering, category, service, team")
    value = serializers.CharField(help_text="What names it among its kind.")
    because = serializers.CharField(help_text="The words that spoke for it.")
    state = serializers.CharField(help_text="open, taken or dismissed")
    score = serializers.FloatField(
        help_text="From 0 to 1; of what is learned, the share that was right when measured."
    )

    class Meta:
        model = Suggestion
        fields: ClassVar = ["id", "ticket", "what", "value", "label", "because", "score", "state", "at"]


class TakenShape(SuggestionShape):
    further = serializers.CharField(
        help_text="The page on which the rest is done; empty if nothing is left to do."
    )

    class Meta(SuggestionShape.Meta):
        fields: ClassVar = [*SuggestionShape.Meta.fields, "further"]


class SuggestionViewSet(Api):
    """What Baton proposes on a young ticket, and nobody decided on yet."""

    queryset = Suggestion.objects.none()
    serializer_class: Any = SuggestionShape
    pagination_class = None
    filter_backends = ()
    lookup_value_regex = "[0-9]{1,18}"
    needs = (TheDesk, may("tickets.work_ticket"))

    @extend_schema(
        parameters=[OpenApiParameter("ticket", str, required=True, description="Its number.")],
        responses=SuggestionShape(many=True),
    )
    def list(self, request: Request) -> Response:
        ticket = ticket_or_404(self.request.user, request.query_params.get("ticket", "").replace("\x00", ""))
        rows = making.suggestions(ticket, self.request.user)
        for row in rows:
            row.ticket = ticket
        return Response(SuggestionShape(rows, many=True).data)

    @extend_schema(request=None, responses=TakenShape)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: str) -> Response:
        """Link, set or use it. What needs words of its own (a hand-over, a form) is only marked, and goes on at `further`."""
        found = suggestion_or_404(self.request.user, int(pk))
        found.further = making.take(found, by=self.request.user)  # type: ignore[attr-defined]
        return Response(TakenShape(found).data)

    @extend_schema(request=None, responses=SuggestionShape)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        found = suggestion_or_404(self.request.user, int(pk))
        making.dismiss(found, by=self.request.user)
        return Response(SuggestionShape(found).data)
