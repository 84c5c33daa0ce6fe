"""Notices by API: the desk writes and measures them, a colleague reads theirs and answers."""

from dataclasses import asdict
from typing import Any, ClassVar

import django_filters
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.knowing.api import KnowingOfNotice
from comms.models import Notice, Phase, Question
from comms.notices import audience, bodies, clarity, drafts, questions, shapes, story, telling
from comms.notices.funnel import funnel
from comms.notices.reach_api import ReachReads
from comms.notices.reading_api import ReadingActs
from comms.notices.sending_api import SendingActs
from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

NUMBER = "[A-Za-z]{3}-[0-9]{1,18}"
VERBS = sorted({verb for flow in Notice.FLOWS.values() for verb in flow})
VERB = OpenApiParameter("verb", str, OpenApiParameter.PATH, enum=VERBS)
# What every colleague may do with a notice that was addressed to them; the rest is the desk's.
READERS = frozenset(
    {"list", "retrieve", "see", "acknowledge", "answer", "clear", "me_too", "put_away", "ask", "questions"}
)


class NoticeFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Notice.Kind.choices)
    phase = django_filters.ChoiceFilter(choices=Phase.choices)
    open = django_filters.BooleanFilter()
    service = django_filters.ModelChoiceFilter(
        queryset=Service.objects.all(), field_name="services", label=_("About this service")
    )
    ticket = django_filters.CharFilter(method="of_ticket", label=_("About this ticket, by its number"))

    class Meta:
        model = Notice
        fields: ClassVar[list[str]] = []

    def of_ticket(self, notices: Any, _name: str, number: str) -> Any:
        """What may be asked is what may be seen."""
        seen = Ticket.objects.visible_to(self.request.user)
        return notices.filter(ticket__in=seen.filter(number=number.upper()))


class NoticeViewSet(
    ReadingActs, ReachReads, SendingActs, KnowingOfNotice, Api, ListModelMixin, RetrieveModelMixin
):
    """What IT tells many at once. The desk sees all of it, a colleague what was addressed to them, in their words."""

    queryset = Notice.objects.none()
    serializer_class = shapes.NoticeShape
    filterset_class: Any = NoticeFilter
    lookup_field = "number"
    lookup_value_regex = NUMBER
    order = ("-pk",)

    def get_permissions(self) -> list[Any]:
        found = super().get_permissions()
        return found if self.action in READERS else [*found, may("comms.tell_notice")()]

    def get_queryset(self) -> Any:
        return Notice.objects.visible_to(self.request.user).with_place().select_related("aim")

    def get_serializer_class(self) -> Any:
        return shapes.NoticeRow if self.action == "list" else shapes.NoticeShape

    def get_object(self) -> Notice:
        notice = self.get_queryset().filter(number=self.kwargs["number"].upper()).first()
        if notice is None:
            raise Http404
        return notice

    def told(self, shape: Any, what: Any, **options: Any) -> Any:
        return shape(what, context=self.get_serializer_context(), **options).data

    def told_notice(self) -> Response:
        """As it is now."""
        return Response(self.told(shapes.NoticeShape, self.get_object()))

    @property
    def person(self) -> Person:
        return self.request.user

    # Writing ----------------------------------------------------------------------------------------------------------

    @extend_schema(request=bodies.NoticeBody, responses={201: shapes.NoticeShape})
    @once
    def create(self, request: Request) -> Response:
        """Begin a notice: a draft that only the desk sees, until it is published."""
        made = telling.open_notice(by=self.person, **self.checked(bodies.NoticeBody))
        self.kwargs["number"] = made.number
        return Response(self.told_notice().data, status=201)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, number: str) -> Response:
        """Throw a draft away. What was told stays told."""
        telling.discard(self.get_object())
        return Response(status=204)

    @extend_schema(request=bodies.AimBody, responses=shapes.NoticeShape)
    @action(detail=True, methods=["put"], pagination_class=None, filterset_class=None)
    def aim(self, request: Request, number: str) -> Response:
        """Say whom it is for. Who was addressed already stays addressed."""
        telling.aim_at(self.get_object(), self.checked(bodies.AimBody))
        return self.told_notice()

    @extend_schema(request=bodies.SayBody, parameters=[VERB], responses=shapes.NoticeShape)
    @action(detail=True, methods=["post"], url_path=f"say/(?P<verb>{'|'.join(VERBS)})", filterset_class=None)
    @once
    def say(self, request: Request, number: str, verb: str) -> Response:
        """One step and its words, to everyone it is for."""
        telling.say(self.get_object(), verb, by=self.person, **self.checked(bodies.SayBody))
        return self.told_notice()

    @extend_schema(request=None, responses=shapes.NoticeShape)
    @action(detail=True, methods=["post"], filterset_class=None)
    def remind(self, request: Request, number: str) -> Response:
        """The last words again, to those who have not confirmed that they read them."""
        telling.remind(self.get_object(), by=self.person)
        return self.told_notice()

    @extend_schema(parameters=[VERB], responses=bodies.TextsBody, filters=False)
    @action(
        detail=True,
        url_path=f"draft/(?P<verb>{'|'.join(VERBS)})",
        pagination_class=None,
        filterset_class=None,
    )
    def draft(self, request: Request, number: str, verb: str) -> Response:
        """Words to begin with, for every audience."""
        notice = self.get_object()
        if verb not in notice.flow:
            raise Http404
        return Response(drafts.draft(notice, verb))

    @extend_schema(request=bodies.LookBody, responses=shapes.LookShape)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def look(self, request: Request) -> Response:
        """What could be plainer in these words."""
        words = self.checked(bodies.LookBody)
        found = clarity.look_at(words, audience=words["audience"])
        score = clarity.score(found)
        told = {
            "score": score,
            "clear": score >= clarity.CLEAR,
            "grade": clarity.grade(words),
            "advice": found,
        }
        return Response(self.told(shapes.LookShape, told))

    # Measuring --------------------------------------------------------------------------------------------------------

    @extend_schema(responses=shapes.FunnelShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def funnel(self, request: Request, number: str) -> Response:
        """How far it got with each audience."""
        counts = funnel(self.get_object())
        return Response({name: asdict(one) for name, one in counts.items()})

    @extend_schema(responses=shapes.AddresseeShape(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def addressees(self, request: Request, number: str) -> Response:
        """By name, only where everyone was asked to confirm by name; `funnel` has the counts of any notice."""
        notice = self.get_object()
        if not notice.must_acknowledge:
            raise Refused(_("Names are told only of notices that must be confirmed."))
        rows = self.paginate_queryset(notice.addressees.select_related("person"))
        return self.get_paginated_response(self.told(shapes.AddresseeShape, rows, many=True))

    @extend_schema(responses=shapes.ErrorShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def error(self, request: Request, number: str) -> Response:
        """Who was told for nothing, and whom nobody told."""
        notice = self.get_object()
        found = audience.error(notice)
        about = asdict(found) | {"precision": found.precision, "recall": found.recall}
        about["missed"] = audience.affected_but_not_told(notice)[:100]
        return Response(self.told(shapes.ErrorShape, about))

    # Questions --------------------------------------------------------------------------------------------------------

    @extend_schema(responses=shapes.QuestionShape(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def questions(self, request: Request, number: str) -> Response:
        """The desk reads all of them; a colleague what was answered, and their own."""
        notice = self.get_object()
        found = (
            notice.questions.all() if self.person.works_the_desk else story.questions_for(notice, self.person)
        )
        rows = self.paginate_queryset(found.select_related("by", "answered_by"))
        return self.get_paginated_response(self.told(shapes.QuestionShape, rows, many=True))

    @extend_schema(request=bodies.AskBody, responses=shapes.QuestionShape)
    @action(
        detail=True, methods=["post"], url_path=r"questions/(?P<pk>[0-9]{1,18})/answer", pagination_class=None, filterset_class=None
    )  # fmt: skip
    def answer_question(self, request: Request, number: str, pk: str) -> Response:
        """Answer it and all that ask the same; everyone who asked is told once."""
        question = self.question(pk)
        answered = questions.answer(
            question, self.checked(bodies.AskBody)["words"], self.person, now=timezone.now()
        )
        return Response(self.told(shapes.QuestionShape, answered))

    @extend_schema(request=bodies.TopicBody, responses=shapes.QuestionShape)
    @action(
        detail=True, methods=["post"], url_path=r"questions/(?P<pk>[0-9]{1,18})/topic", pagination_class=None, filterset_class=None
    )  # fmt: skip
    def move_question(self, request: Request, number: str, pk: str) -> Response:
        """Put it together with the question it repeats; null makes it a topic of its own."""
        question = self.question(pk)
        topic = self.checked(bodies.TopicBody, notice=question.notice)["topic"]
        if topic is None:
            questions.take_apart(question)
        else:
            questions.put_together(question, topic)
        question.refresh_from_db()
        return Response(self.told(shapes.QuestionShape, question))

    def question(self, pk: str) -> Question:
        found = (
            Question.objects.filter(notice=self.get_object(), pk=pk).select_related("notice", "topic").first()
        )
        if found is None:
            raise Http404
        return found
