"""Changes by API: proposing, planning, the flow."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from changes import listing
from changes.api import acts, shapes
from changes.filters import ChangeFilter, ColleagueChangeFilter
from changes.models import Change
from itsm.frame.api.idempotency import once
from itsm.tickets.api import TicketViewSet
from itsm.tickets.api.viewsets import VIEW
from itsm.tickets.console import ORDERS
from itsm.tickets.verbs import find

SEEN = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag you read; the same as `seen`."
)
SORT = OpenApiParameter("sort", str, enum=[*ORDERS, *listing.ORDERS], description="opened, unless said.")


class ChangeViewSet(TicketViewSet):
    """Something is added, altered or removed that could affect a service."""

    queryset = Change.objects.none()
    serializer_class = shapes.ChangeShape
    filterset_class = ChangeFilter
    for_colleagues = ColleagueChangeFilter
    orders = ORDERS | listing.ORDERS
    row_more = shapes.IN_LISTS

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "now": timezone.now()}

    @classmethod
    def whole(cls, tickets: Any) -> Any:
        return super().whole(tickets).select_related("model").prefetch_related("services")

    @extend_schema(parameters=[SORT, VIEW], responses=shapes.ChangeRow(many=True))
    def list(self, request: Request) -> Response:
        """Changes; sorted by `window`, the next one first."""
        return super().list(request)

    @extend_schema(request=shapes.ProposeChangeBody, responses={201: shapes.ChangeShape})
    @once
    def create(self, request: Request) -> Response:
        """Propose a change, with as much of its plan as is known. It begins as a draft."""
        if not self.request.user.works_the_desk:
            raise Http404
        made = Change.propose(by=self.request.user, **self.checked(shapes.ProposeChangeBody))
        return Response(self.told_ticket(made), status=201)

    @extend_schema(request=shapes.EditChangeBody, parameters=[SEEN], responses=shapes.ChangeShape)
    def partial_update(self, request: Request, number: str) -> Response:
        """Change its plan. What was authorised is authorised anew."""
        ticket = self.get_object()
        known = find(ticket, "edit")
        if known is None or not known.is_allowed(ticket, self.request.user):
            self.permission_denied(request)
        given = self.checked(shapes.EditChangeBody)
        seen = given.pop("seen", None)
        ticket.edit(by=self.request.user, seen=seen if seen is not None else self.matched(), **given)
        return Response(self.told_ticket(ticket))

    submit, ask_authority, reject, rework = acts.submit, acts.ask_authority, acts.reject, acts.rework
    revise, start, finish, back_out = acts.revise, acts.start, acts.finish, acts.back_out
    close, cancel = acts.close, acts.cancel
