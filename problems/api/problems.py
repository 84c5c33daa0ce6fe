"""Problems by API: raising, the flow, the way to the cause."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.idempotency import once
from itsm.tickets.api import TicketViewSet
from problems.api import acts, shapes
from problems.filters import ColleagueProblemFilter, ProblemFilter
from problems.models import Cause, Problem, ProblemAction

PK = "(?P<pk>[0-9]{1,18})"


class ProblemViewSet(TicketViewSet):
    """The cause of incidents, or what might become one."""

    queryset = Problem.objects.none()
    serializer_class = shapes.ProblemTicketShape
    filterset_class = ProblemFilter
    for_colleagues = ColleagueProblemFilter

    @extend_schema(request=shapes.RaiseBody, responses={201: shapes.ProblemTicketShape})
    @once
    def create(self, request: Request) -> Response:
        """Raise a problem, with the incidents it causes."""
        if not self.request.user.has_perm("problems.add_problem"):
            self.permission_denied(request)
        given = self.checked(shapes.RaiseBody)
        shapes.only_incidents(given.get("incidents", []))
        made = Problem.raise_(by=self.request.user, **given)
        return Response(self.told_ticket(made), status=201)

    @classmethod
    def whole(cls, tickets: Any) -> Any:
        return super().whole(tickets).select_related("goal", "fix_change")

    assess, investigate, identify, fix = acts.assess, acts.investigate, acts.identify, acts.fix
    resolve, reopen, close = acts.resolve, acts.reopen, acts.close
    accept_risk, mark_duplicate, cancel = acts.accept_risk, acts.mark_duplicate, acts.cancel
    add_incidents, write_whys = acts.add_incidents, acts.write_whys
    add_cause, add_action = acts.add_cause, acts.add_action

    # The way to the cause ---------------------------------------------------------------------------------------------

    @extend_schema(responses=shapes.ProblemCauseShape(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def causes(self, request: Request, number: str) -> Response:
        """For the desk: what contributed, with what shows it."""
        return self.told_causes(self.for_the_desk())

    @extend_schema(request=None, responses=shapes.ProblemCauseShape(many=True))
    @action(detail=True, methods=["post"], pagination_class=None, url_path=f"causes/{PK}/root")
    def make_root(self, request: Request, number: str, pk: str) -> Response:
        """Of all that contributed, this is what must go."""
        found = self.one_of(Cause, pk)
        found.make_root(by=self.request.user)
        return self.told_causes(found.problem)

    @extend_schema(request=None, responses=shapes.ProblemCauseShape(many=True))
    @action(detail=True, methods=["post"], pagination_class=None, url_path=f"causes/{PK}/remove")
    def remove_cause(self, request: Request, number: str, pk: str) -> Response:
        """It did not contribute after all."""
        found = self.one_of(Cause, pk)
        found.remove(by=self.request.user)
        return self.told_causes(found.problem)

    @extend_schema(responses=shapes.ProblemActionShape(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def actions(self, request: Request, number: str) -> Response:
        """For the desk: what is done so that it does not come back."""
        return self.told_actions(self.for_the_desk())

    @extend_schema(request=None, responses=shapes.ProblemActionShape(many=True))
    @action(detail=True, methods=["post"], pagination_class=None, url_path=f"actions/{PK}/finish")
    def finish_action(self, request: Request, number: str, pk: str) -> Response:
        found = self.one_of(ProblemAction, pk)
        found.finish(by=self.request.user)
        return self.told_actions(found.problem)

    def told_causes(self, problem: Problem) -> Response:
        return Response(self.told(shapes.ProblemCauseShape, problem.causes.select_related("by"), many=True))

    def told_actions(self, problem: Problem) -> Response:
        return Response(
            self.told(shapes.ProblemActionShape, problem.actions.select_related("owner"), many=True)
        )

    def one_of(self, model: Any, pk: str) -> Any:
        problem = self.for_the_desk()
        self.add_cause.verb.refuse_unless_allowed(problem, self.request.user)
        found = model.objects.filter(problem=problem, pk=pk).first()
        if found is None:
            raise Http404
        found.problem = problem
        return found
