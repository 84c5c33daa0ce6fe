"""Surveys by API: what came of them, a campaign, the rules; and for every colleague what they are asked, and their answer."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.models import Answer, Invitation, Survey, SurveyRules
from comms.surveys import answering, links, opening, shapes, verbatims
from comms.surveys.filters import SurveyFilter
from comms.surveys.forms import AnswerForm, RulesForm
from comms.surveys.results import Choice, Results
from comms.surveys.views import week_of
from itsm.frame.api import forms
from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import may, only
from itsm.frame.api.views import Api

PK = "[0-9]{1,18}"
CHOICE = [
    OpenApiParameter("rating", int, description="Only answers of this number."),
    OpenApiParameter("reason", str, description="Only answers with this reason."),
    OpenApiParameter("service", int, description="After tickets: only of this service."),
    OpenApiParameter("team", int, description="After tickets: only of this team."),
    OpenApiParameter("days", int, description="After tickets: 28, 90 or 365 days; 90 by itself."),
]


class SurveyViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What colleagues were asked. Answers without names come out in whole groups, and no row leads to a person."""

    queryset = Survey.objects.none()
    serializer_class: Any = shapes.SurveyRow
    filterset_class: Any = SurveyFilter
    lookup_value_regex = PK
    order: tuple[str, ...] = ("-opened_at", "-pk")
    needs = (may("comms.ask_survey"),)

    def get_queryset(self) -> Any:
        return Survey.objects.visible_to(self.request.user).with_subject()

    def results(self) -> Results:
        chosen = Choice.of(self.request.query_params)
        return Results(self.get_object(), self.request.user, chosen, now=timezone.now())

    @extend_schema(responses=shapes.SurveyShape, parameters=CHOICE[-1:])
    def retrieve(self, request: Request, pk: str) -> Response:
        """How many were asked and answered, how happy they are, and why."""
        return Response(shapes.SurveyShape(self.results()).data)

    @extend_schema(request=shapes.CampaignBody, responses={201: shapes.SurveyShape})
    @once
    def create(self, request: Request) -> Response:
        """A campaign. Refused where fewer are asked than can hide among each other."""
        form = shapes.campaign(self.checked(shapes.CampaignBody))
        forms.check(form)
        begun = form.begin(by=self.request.user, now=timezone.now())
        results = Results(begun, self.request.user, Choice(), now=timezone.now())
        return Response(shapes.SurveyShape(results).data, status=201)

    @extend_schema(request=shapes.CampaignBody, responses=shapes.SurveyReachShape)
    @action(detail=False, methods=["post"], filterset_class=None, pagination_class=None)
    def reach(self, request: Request) -> Response:
        """How many a campaign would go to. Nobody is asked by looking."""
        form = shapes.campaign(self.checked(shapes.CampaignBody))
        forms.check(form)
        return Response(shapes.SurveyReachShape(opening.reach(form.whom(), now=timezone.now())).data)

    @extend_schema(request=None, responses=shapes.SurveyShape)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Before its time. That after tickets has no end."""
        opening.close(self.get_object(), now=timezone.now())
        return Response(shapes.SurveyShape(self.results()).data)

    @extend_schema(responses=shapes.SurveyAnswerShape(many=True), parameters=CHOICE)
    @action(detail=True, filterset_class=None)
    def answers(self, request: Request, pk: str) -> Response:
        """The list behind every count. Without names it has no order of time."""
        results = self.results()
        self.order = tuple(results.order)
        return self.listed(results.shown.select_related("survey"))

    @extend_schema(
        responses=shapes.SurveyAnswerShape(many=True),
        parameters=[
            OpenApiParameter("week", str, description="Such as 2026-W47; this one by itself."),
            CHOICE[1],
        ],
    )
    @action(detail=False, filterset_class=None)
    def words(self, request: Request) -> Response:
        """What colleagues wrote in one week, the unhappiest first."""
        given = request.query_params
        week = week_of(given.get("week", ""), now=timezone.now())
        self.order = ("rating", "pk")
        return self.listed(verbatims.Week(week, self.request.user, reason=given.get("reason", "")[:12]).shown)

    def listed(self, answers: Any) -> Response:
        page: Any = self.paginate_queryset(answers)
        return self.get_paginated_response(shapes.SurveyAnswerShape(page, many=True).data)


class SurveyRulesViewSet(Api):
    """Who is asked how it was, and how often. For administrators."""

    queryset = SurveyRules.objects.none()
    serializer_class = shapes.SurveyRulesShape
    needs = (only("comms.change_surveyrules"),)

    @extend_schema(responses=shapes.SurveyRulesShape)
    def retrieve(self, request: Request) -> Response:
        return Response(shapes.SurveyRulesShape(SurveyRules.the()).data)

    @extend_schema(request=shapes.SurveyRulesShape, responses=shapes.SurveyRulesShape)
    def partial_update(self, request: Request) -> Response:
        """What is not named stays. The smallest group can only be raised."""
        rules = SurveyRules.the()
        known = {name: getattr(rules, name) for name in RulesForm.Meta.fields}
        form = RulesForm({**known, **self.checked(shapes.SurveyRulesBody)}, instance=rules)
        forms.check(form)
        return Response(shapes.SurveyRulesShape(form.keep(by=self.request.user, now=timezone.now())).data)


class InvitationViewSet(Api, ListModelMixin):
    """What you are asked at the moment, and your answer. Nobody else's."""

    queryset = Invitation.objects.none()
    serializer_class: Any = shapes.InvitationShape
    lookup_value_regex = PK
    order = ("-asked_at", "-pk")

    def get_queryset(self) -> Any:
        mine = Invitation.objects.waiting_for(self.request.user, now=timezone.now())
        return mine.select_related("survey__service", "survey__notice", "survey__change", "ticket")

    def get_object(self) -> Invitation:
        rows = Invitation.objects.select_related("survey", "ticket").filter(person=self.request.user)
        found: Invitation = get_object_or_404(rows, pk=self.kwargs["pk"])
        if links.is_over(found, now=timezone.now()):
            raise Http404
        return found

    @extend_schema(request=shapes.SurveyAnswerBody, responses={201: shapes.KeptShape})
    @action(detail=True, methods=["post"], pagination_class=None)
    def answer(self, request: Request, pk: str) -> Response:
        """All of it in one go. After a ticket it may be changed until somebody has been told; without a name it stands."""
        mine, given = self.get_object(), self.checked(shapes.SurveyAnswerBody)
        more = shapes.as_typed(given)
        form = AnswerForm(more, kind=mine.survey.kind, rating=given["rating"])
        forms.check(form)
        kept: Answer = answering.keep(mine, given["rating"], now=timezone.now())
        kept = answering.add(kept, now=timezone.now(), **form.cleaned_data)
        return Response(shapes.KeptShape(kept).data, status=201)
