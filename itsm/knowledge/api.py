"""Search by API: over everything, and for tickets like a text."""

from collections.abc import Iterable, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.forms import check
from itsm.frame.api.views import Api
from itsm.knowledge.forms import DAYS, SearchForm
from itsm.knowledge.search import TICKETS, similar_to
from itsm.knowledge.sources import Found
from itsm.knowledge.views import answers
from itsm.tickets.api.shapes import Ref, TicketRow
from itsm.tickets.models import Ticket


class HitShape(serializers.Serializer):
    kind = serializers.CharField(help_text="ticket, article, offering, notice …")
    key = serializers.CharField(help_text="What names it among its kind: a number, an address.")
    title = serializers.CharField()
    url = serializers.CharField(help_text="Its page, below the address of this desk.")
    excerpt = serializers.CharField(help_text="HTML: escaped, with the hit in <mark>.")
    score = serializers.FloatField(help_text="From 0 to 1, comparable over all kinds.")
    state = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class FoundShape(serializers.Serializer):
    kind = serializers.CharField(source="source.kind")
    label = serializers.CharField(source="source.label")  # type: ignore[assignment]
    hits = HitShape(many=True)


class TicketHitShape(serializers.Serializer):
    ticket = TicketRow()
    excerpt = serializers.CharField(help_text="As in `found`.")


@extend_schema_serializer(many=False)
class AnswersShape(serializers.Serializer):
    respelled = serializers.CharField(
        help_text="The question without its slips of the keys; empty if there are none."
    )
    found = FoundShape(many=True)
    tickets = TicketHitShape(
        many=True, help_text="The tickets among them, with all that a list tells of one."
    )
    people = Ref(many=True)


def whole(found: Iterable[Ticket]) -> list[Ticket]:
    """The same tickets with all that the API tells of one, in one statement."""
    rows = Ticket.objects.with_people().in_bulk([ticket.pk for ticket in found])
    return [rows[ticket.pk] for ticket in found]


ASKED = [
    OpenApiParameter(
        "q", str, description="Words, or a “phrase”. A search that is not narrowed is kept as finished."
    ),
    OpenApiParameter("kind", str, description="Only this kind, up to 50 hits."),
    OpenApiParameter("state", str, enum=["open", "ended"]),
    OpenApiParameter("service", int),
    OpenApiParameter(
        "days", str, enum=[days for days, _label in DAYS], description="Only so many last days."
    ),
]


class SearchViewSet(Api):
    """Everything that Baton knows and you may see, in your own words; people for the desk."""

    queryset = Ticket.objects.none()
    serializer_class: Any = AnswersShape
    pagination_class = None
    filter_backends = ()

    @extend_schema(parameters=ASKED, responses=AnswersShape)
    def list(self, request: Request) -> Response:
        form = SearchForm(request.query_params)
        check(form)
        told = answers(form, self.request.user) if form.question() else {}
        nothing: dict[str, Any] = {"respelled": "", "found": [], "people": []}
        found = {**nothing, **told, "tickets": self.tickets(told.get("found", []))}
        return Response(AnswersShape(found, context=self.get_serializer_context()).data)

    def tickets(self, found: Iterable[Found]) -> Sequence[dict[str, Any]]:
        hits = {hit.key: hit for one in found if one.source.kind == TICKETS.kind for hit in one.hits}
        rows = (
            {row.number: row for row in Ticket.objects.with_people().filter(number__in=hits)} if hits else {}
        )
        return [
            {"ticket": rows[number], "excerpt": hit.excerpt} for number, hit in hits.items() if number in rows
        ]


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
