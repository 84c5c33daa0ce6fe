"""Feedback by API: everyone speaks up and sees what came of it, has ideas and votes; the desk answers and sorts."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.feedback import ideas, shapes, themes, verbs
from comms.feedback.filters import FeedbackFilter
from comms.models import Feedback, Theme
from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api

NUMBER = "[A-Za-z]{2,4}-[0-9]{1,18}"
ANSWER = "comms.answer_feedback"
# What every colleague may do; the rest is the desk's.
EVERYBODY = frozenset({"list", "retrieve", "create", "say", "rate", "vote", "take_back", "said", "alike"})
ways: Any = {"detail": True, "methods": ["post"], "filterset_class": None, "pagination_class": None}


def takes(body: Any) -> Any:
    return extend_schema(request=body, responses=shapes.FeedbackShape)


class FeedbackViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What colleagues told us. They see their own and everybody's ideas; the desk sees the ledger."""

    queryset = Feedback.objects.none()
    serializer_class: Any = shapes.FeedbackShape
    filterset_class: Any = FeedbackFilter
    lookup_field = "number"
    lookup_value_regex = NUMBER
    order = ("-pk",)

    def get_permissions(self) -> list[Any]:
        mine = [] if self.action in EVERYBODY else [may(ANSWER)()]
        return [*super().get_permissions(), *mine]

    def get_queryset(self) -> Any:
        return Feedback.objects.visible_to(self.request.user).with_people()

    def get_serializer_class(self) -> Any:
        return shapes.FeedbackRow if self.action == "list" else shapes.FeedbackShape

    def get_object(self) -> Feedback:
        whole = self.get_queryset().select_related("improvement")
        found: Feedback = get_object_or_404(whole, number=self.kwargs["number"].upper())
        return found

    def own(self) -> Feedback:
        """Only its author goes on with it."""
        found = self.get_object()
        if found.author_id != self.request.user.pk:
            raise Http404
        return found

    def told(self, feedback: Feedback, status: int = 200) -> Response:
        return Response(
            shapes.FeedbackShape(feedback, context=self.get_serializer_context()).data, status=status
        )

    # Everybody --------------------------------------------------------------------------------------------------------

    @extend_schema(request=shapes.FeedbackBody, responses={201: shapes.FeedbackShape})
    @once
    def create(self, request: Request) -> Response:
        """Say what could be better, or what you have in mind: an idea is read by everybody, with your name."""
        given = self.checked(shapes.FeedbackBody)
        source = Feedback.Source.NOTICE if "notice" in given else Feedback.Source.PAGE
        about: dict[str, Any] = {"author": self.request.user, "source": source}
        if "author" in given:
            about = {"by": self.request.user, "source": Feedback.Source.TALK}
        return self.told(verbs.hear(**about, **given), 201)

    @takes(shapes.FeedbackWordsBody)
    @action(**ways)
    def say(self, request: Request, number: str) -> Response:
        """Add something to what you told us."""
        found = self.own()
        verbs.say(found, by=self.request.user, **self.checked(shapes.FeedbackWordsBody))
        return self.told(found)

    @takes(shapes.FeedbackRateBody)
    @action(**ways)
    def rate(self, request: Request, number: str) -> Response:
        """How it is now, once it ended. Below 60 % of the best it goes on: heard once more, with a new promise."""
        found = self.own()
        verbs.rate_again(found, by=self.request.user, **self.checked(shapes.FeedbackRateBody))
        return self.told(found)

    @takes(None)
    @action(**ways)
    def vote(self, request: Request, number: str) -> Response:
        """Vote for an idea. Twice is once."""
        idea = get_object_or_404(Feedback.objects.ideas().with_people(), pk=self.get_object().pk)
        ideas.vote(idea, self.request.user)
        return self.told(idea)

    @takes(None)
    @action(**ways, url_path="take-back")
    def take_back(self, request: Request, number: str) -> Response:
        """Take your vote back."""
        idea = get_object_or_404(Feedback.objects.ideas().with_people(), pk=self.get_object().pk)
        ideas.take_back(idea, self.request.user)
        return self.told(idea)

    @extend_schema(responses=shapes.SaidAndDoneShape(many=True), filters=False)
    @action(detail=False, filterset_class=None)
    def said(self, request: Request) -> Response:
        """You said, we did: what is planned, done, or not done now and why; the newest first."""
        page = self.paginate_queryset(Feedback.objects.told_to_all().select_related("service"))
        return self.get_paginated_response(shapes.SaidAndDoneShape(page, many=True).data)

    # The desk ---------------------------------------------------------------------------------------------------------

    @takes(shapes.FeedbackWordsBody)
    @action(**ways)
    def answer(self, request: Request, number: str) -> Response:
        """A word to whoever said it. It keeps the promise."""
        found = self.get_object()
        verbs.answer(found, by=self.request.user, **self.checked(shapes.FeedbackWordsBody))
        return self.told(found)

    @takes(shapes.FeedbackPlanBody)
    @action(**ways)
    def plan(self, request: Request, number: str) -> Response:
        """We do it, and say by when."""
        found = self.get_object()
        verbs.plan(found, by=self.request.user, **self.checked(shapes.FeedbackPlanBody))
        return self.told(found)

    @takes(shapes.FeedbackFinishBody)
    @action(**ways)
    def finish(self, request: Request, number: str) -> Response:
        """It is done, and what was done."""
        found = self.get_object()
        verbs.finish(found, by=self.request.user, **self.checked(shapes.FeedbackFinishBody))
        return self.told(found)

    @takes(shapes.FeedbackDeclineBody)
    @action(**ways)
    def decline(self, request: Request, number: str) -> Response:
        """Not now, and why."""
        found = self.get_object()
        verbs.decline(found, by=self.request.user, **self.checked(shapes.FeedbackDeclineBody))
        return self.told(found)

    @takes(shapes.FeedbackGiveBody)
    @action(**ways)
    def give(self, request: Request, number: str) -> Response:
        """Somebody else owes the answer now. The promise stays."""
        found = self.get_object()
        verbs.give(found, by=self.request.user, **self.checked(shapes.FeedbackGiveBody))
        return self.told(found)

    @takes(shapes.FeedbackSortBody)
    @action(**ways)
    def sort(self, request: Request, number: str) -> Response:
        """Under a theme, or under none."""
        found = self.get_object()
        verbs.sort(found, by=self.request.user, **self.checked(shapes.FeedbackSortBody))
        return self.told(found)

    @takes(shapes.ToAllBody)
    @action(**ways, url_path="tell-all")
    def tell_all(self, request: Request, number: str) -> Response:
        """What everybody reads of it; both empty takes it away there."""
        found = self.get_object()
        verbs.tell_all(found, by=self.request.user, **self.checked(shapes.ToAllBody))
        return self.told(found)


class ThemeViewSet(Api, ListModelMixin, CreateModelMixin, RetrieveModelMixin):
    """What colleagues talk about, with how often."""

    queryset = Theme.objects.none()
    serializer_class = shapes.FeedbackThemeShape
    needs = (may(ANSWER),)
    order = ("name", "pk")

    def get_queryset(self) -> QuerySet[Theme]:
        return themes.counted(self.request.user)

    def perform_create(self, serializer: Any) -> None:
        """With how often, as in the list."""
        serializer.instance = self.get_queryset().get(pk=serializer.save().pk)
