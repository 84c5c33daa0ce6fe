"""Incidents by API: reporting, editing, the flow, bulk, major incidents, reviews."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api import acts, shapes
from incidents.filters import ColleagueIncidentFilter, IncidentFilter
from incidents.models import Category, Incident, Review, ReviewAction
from itsm.frame.api.idempotency import once
from itsm.frame.api.views import Api
from itsm.tickets.api import TicketViewSet, moves
from itsm.tickets.api.bulk import BulkBody, BulkShape, in_bulk
from itsm.tickets.models import Ticket
from itsm.tickets.verbs import find

SEEN = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag you read; the same as `seen`."
)


class IncidentViewSet(TicketViewSet):
    """Something is broken for someone."""

    queryset = Incident.objects.none()
    serializer_class = shapes.IncidentShape
    filterset_class = IncidentFilter
    for_colleagues = ColleagueIncidentFilter

    @extend_schema(request=shapes.ReportBody, responses={201: shapes.IncidentShape})
    @once
    def create(self, request: Request) -> Response:
        """Report an incident."""
        given = self.checked(shapes.ReportBody)
        made = Incident.report(by=self.request.user, **given)
        return Response(self.told(shapes.IncidentShape, made), status=201)  # nothing but this knows of it yet

    @extend_schema(request=shapes.EditBody, parameters=[SEEN], responses=shapes.IncidentShape)
    def partial_update(self, request: Request, number: str) -> Response:
        """Change plain fields. Priority follows impact and urgency, clocks follow priority."""
        ticket = self.get_object()
        known = find(ticket, "edit")
        if known is None or not known.is_allowed(ticket, self.request.user):
            self.permission_denied(request)
        given = self.checked(shapes.EditBody)
        seen = given.pop("seen", None)
        ticket.edit(by=self.request.user, seen=seen if seen is not None else self.matched(), **given)
        return Response(self.told_ticket(ticket))

    @extend_schema(responses=shapes.AnnouncedShape(many=True), filters=False)
    @action(detail=False, filterset_class=None)
    def announced(self, request: Request) -> Response:
        """Major incidents that every colleague may know of, and say “me too” to."""
        rows = self.paginate_queryset(Ticket.objects.announced().select_related("service", "site"))
        return self.get_paginated_response(self.told(shapes.AnnouncedShape, rows, many=True))

    @classmethod
    def whole(cls, tickets: Any) -> Any:
        roles = [f"major_record__{role}" for role in ("lead", "communications", "scribe", "proposed_by")]
        return super().whole(tickets).select_related("category", *roles)

    @extend_schema(request=BulkBody, responses=BulkShape(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def bulk(self, request: Request) -> Response:
        """One verb for many incidents: each answers for itself, and what one refuses the others still do."""
        return in_bulk(self)

    # The flow ---------------------------------------------------------------------------------------------------------

    start, hold, resume = moves.start, moves.hold, moves.resume
    confirm, reopen, close = moves.confirm, moves.reopen, moves.close
    resolve, cancel = acts.resolve, acts.cancel
    child = acts.child
    propose_major, promote_major, decline_major = acts.propose_major, acts.promote_major, acts.decline_major
    change_major_roles, stand_down_major = acts.change_major_roles, acts.stand_down_major

    # The review -------------------------------------------------------------------------------------------------------

    @extend_schema(responses=shapes.ReviewShape, filters=False)
    @action(detail=True, pagination_class=None)
    def review(self, request: Request, number: str) -> Response:
        """For the desk: what happened, what helped, what we change."""
        return Response(self.told(shapes.ReviewShape, self.review_of(self.for_the_desk())))

    @extend_schema(request=shapes.ReviewShape, responses=shapes.ReviewShape)
    @review.mapping.put
    def write_review(self, request: Request, number: str) -> Response:
        """Write it, or write it anew."""
        incident = self.for_the_desk()
        given = self.checked(shapes.ReviewShape)
        kept, _new = Review.objects.update_or_create(
            incident=incident, defaults=given, create_defaults={**given, "facilitator": self.request.user}
        )
        return Response(self.told(shapes.ReviewShape, kept))

    @extend_schema(request=None, responses=shapes.ReviewShape)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="review/publish")
    def publish_review(self, request: Request, number: str) -> Response:
        """Let everyone at the desk read it. It needs its summary and the word on communication."""
        found = self.review_of(self.for_the_desk())
        found.publish(by=self.request.user)
        return Response(self.told(shapes.ReviewShape, found))

    @extend_schema(request=shapes.ActionShape, responses={201: shapes.ActionShape})
    @action(detail=True, methods=["post"], pagination_class=None, url_path="review/actions")
    def add_review_action(self, request: Request, number: str) -> Response:
        """Something to be done so that it happens less, with a name and a day."""
        found = self.review_of(self.for_the_desk())
        made = ReviewAction.objects.create(review=found, **self.checked(shapes.ActionShape))
        return Response(self.told(shapes.ActionShape, made), status=201)

    @extend_schema(request=None, responses=shapes.ActionShape)
    @action(
        detail=True,
        methods=["post"],
        pagination_class=None,
        url_path=r"review/actions/(?P<pk>[0-9]{1,18})/finish",
    )
    def finish_review_action(self, request: Request, number: str, pk: str) -> Response:
        incident = self.for_the_desk()
        found = ReviewAction.objects.filter(review__incident=incident, pk=pk, done_at=None).first()
        if found is None:
            raise Http404
        found.finish(by=self.request.user)
        return Response(self.told(shapes.ActionShape, found))

    def review_of(self, incident: Incident) -> Review:
        found = Review.objects.filter(incident=incident).select_related("facilitator", "incident").first()
        if found is None:
            raise Http404
        return found


class CategoryViewSet(Api, ListModelMixin):
    """What kind of trouble there is."""

    queryset = Category.objects.filter(is_active=True)
    serializer_class = shapes.CategoryShape
    order = ("pk",)
