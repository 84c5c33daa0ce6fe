"""Search by API: over everything, and for tickets like a title."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.views import Api
from itsm.knowledge.search import people_with, similar_to, tickets_with
from itsm.knowledge.views import LONGEST
from itsm.tickets.api.shapes import Ref, TicketRow
from itsm.tickets.models import Ticket


class HitShape(serializers.Serializer):
    ticket = TicketRow()
    excerpt = serializers.CharField(help_text="HTML: escaped, with the hit in <mark>.")


@extend_schema_serializer(many=False)
class FoundShape(serializers.Serializer):
    tickets = HitShape(many=True)
    people = Ref(many=True)


def whole(found: Iterable[Ticket]) -> list[Ticket]:
    """The same tickets with all that the API tells of one, in one statement."""
    rows = Ticket.objects.with_people().in_bulk([ticket.pk for ticket in found])
    return [rows[ticket.pk] for ticket in found]


class SearchViewSet(Api):
    """Words in numbers, titles, descriptions and messages; people for the desk. Only what you may see."""

    queryset = Ticket.objects.none()
    serializer_class: Any = FoundShape
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        parameters=[OpenApiParameter("q", str, description="Words, or a “phrase”.")], responses=FoundShape
    )
    def list(self, request: Request) -> Response:
        words, reader = self.asked("q"), self.request.user
        hits: Any = tickets_with(words, reader, Ticket.objects.all()) if words else []
        people = people_with(words, reader) if words else []
        rows = whole([hit.ticket for hit in hits])
        told = [{"ticket": row, "excerpt": hit.excerpt} for row, hit in zip(rows, hits, strict=True)]
        found = FoundShape({"tickets": told, "people": people}, context=self.get_serializer_context())
        return Response(found.data)

    def asked(self, name: str) -> str:
        return self.request.query_params.get(name, "").replace("\x00", " ").strip()[:LONGEST]


class SimilarViewSet(SearchViewSet):
    """Tickets about the same thing as a text, before another one is opened: open ones first, then the most alike."""

    serializer_class = TicketRow

    @extend_schema(
        parameters=[OpenApiParameter("title", str), OpenApiParameter("description", str)],
        responses=TicketRow(many=True),
    )
    def list(self, request: Request) -> Response:
        asked, reader = request.query_params, self.request.user
        found = similar_to(asked.get("title", ""), asked.get("description", ""), reader)
        return Response(TicketRow(whole(found), many=True, context=self.get_serializer_context()).data)
