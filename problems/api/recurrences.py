"""What keeps coming back, by API: proposals, their decision, the thresholds and a dry run."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.tickets.api.bodies import ReasonBody
from problems.api import shapes
from problems.models import Recurrence, Threshold
from problems.offers import WORK
from problems.recurrence.rehearsing import lately
from problems.recurrence.views import CHANGE

STATE = OpenApiParameter("state", str, enum=Recurrence.State.values, description="proposed, unless said.")


class RecurrenceViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Alike incidents of one service, proposed as a problem."""

    queryset = Recurrence.objects.none()
    serializer_class = shapes.RecurrenceShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-found_at", "-pk")
    filter_backends = ()
    needs = (may(WORK),)

    def get_queryset(self) -> Any:
        rows = Recurrence.objects.visible_to(self.request.user).for_page()
        if self.action != "list":
            return rows
        wanted = self.request.query_params.get("state", "proposed")
        if wanted not in Recurrence.State.values:
            raise ValidationError({"state": [f"Choose one of: {', '.join(Recurrence.State.values)}."]})
        return rows.filter(state=wanted)

    @extend_schema(parameters=[STATE])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=shapes.AcceptBody, responses=shapes.RecurrenceShape)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """One cause is behind them: a problem with all of them, or more incidents of the one it was found for."""
        found = self.get_object()
        found.accept(by=self.request.user, **self.checked(shapes.AcceptBody))
        return Response(self.get_serializer(found).data)

    @extend_schema(request=ReasonBody, responses=shapes.RecurrenceShape)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """They have nothing in common, or nobody can do anything about it."""
        found = self.get_object()
        found.dismiss(by=self.request.user, **self.checked(ReasonBody))
        return Response(self.get_serializer(found).data)

    @extend_schema(responses=shapes.ThresholdShape)
    @action(detail=False, pagination_class=None, needs=(may(CHANGE),))
    def thresholds(self, request: Request) -> Response:
        return Response(shapes.ThresholdShape(Threshold.in_force()).data)

    @extend_schema(request=shapes.ThresholdShape, responses=shapes.ThresholdShape)
    @thresholds.mapping.patch
    def change_thresholds(self, request: Request) -> Response:
        """They hold from now on."""
        held = Threshold.in_force()
        held.change(by=self.request.user, **self.tried())
        return Response(shapes.ThresholdShape(held).data)

    @extend_schema(request=shapes.ThresholdShape, responses=shapes.WouldProposeShape(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, url_path="dry-run", needs=(TheDesk,))
    def dry_run(self, request: Request) -> Response:
        """What these thresholds would have proposed in the last eight weeks. Nothing is written."""
        held = Threshold.in_force()
        for name, figure in self.tried().items():
            setattr(held, name, figure)
        found = lately(held, now=timezone.now())
        return Response(shapes.WouldProposeShape(found, many=True).data)

    def tried(self) -> dict[str, Any]:
        given = shapes.ThresholdShape(data=self.request.data, partial=True)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)
