"""What a reader does with a notice, by API: see it, confirm it, answer, say whether it was clear, “me too”, ask."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from comms.models import Notice
from comms.notices import bodies, questions, reading, shapes
from itsm.frame.api.idempotency import once
from itsm.people.models import Person
from itsm.tickets.models import Channel


class ReadingActs:
    """A part of the viewset of notices. Only whom it was addressed to leaves evidence; the desk looks."""

    if TYPE_CHECKING:

        @property
        def person(self) -> Person: ...
        def get_object(self) -> Notice: ...
        def checked(self, shape: Any, **context: Any) -> dict[str, Any]: ...
        def told(self, shape: Any, what: Any, **options: Any) -> Any: ...
        def told_notice(self) -> Response: ...

    @extend_schema(request=None, responses=shapes.NoticeShape)
    @action(detail=True, methods=["post"], filterset_class=None)
    def see(self, request: Request, number: str) -> Response:
        """You have it before you. Reading it here by GET records nothing."""
        reading.see(self.get_object(), self.person, now=timezone.now())
        return self.told_notice()

    @extend_schema(request=None, responses=shapes.NoticeShape)
    @action(detail=True, methods=["post"], filterset_class=None)
    def acknowledge(self, request: Request, number: str) -> Response:
        """You have read it."""
        reading.acknowledge(self.get_object(), self.person, now=timezone.now())
        return self.told_notice()

    @extend_schema(request=bodies.ChoiceBody, responses=shapes.NoticeShape)
    @action(detail=True, methods=["post"], filterset_class=None)
    def answer(self, request: Request, number: str) -> Response:
        """Answer the question under it. Your first answer counts."""
        notice = self.get_object()
        choice = self.checked(bodies.ChoiceBody)["choice"]
        reading.answer(notice, self.person, choice, now=timezone.now())
        return self.told_notice()

    @extend_schema(request=bodies.ClearBody, responses=shapes.NoticeShape)
    @action(detail=True, methods=["post"], filterset_class=None)
    def clear(self, request: Request, number: str) -> Response:
        """Say whether it was clear. You may change it; your latest word counts."""
        notice = self.get_object()
        yes = self.checked(bodies.ClearBody)["yes"]
        reading.clear(notice, self.person, yes=yes, now=timezone.now())
        return self.told_notice()

    @extend_schema(request=None, responses=shapes.NoticeShape)
    @action(detail=True, methods=["post"], url_path="me-too", filterset_class=None)
    def me_too(self, request: Request, number: str) -> Response:
        """It hits you, too. No ticket is needed."""
        reading.me_too(self.get_object(), self.person, now=timezone.now())
        return self.told_notice()

    @extend_schema(request=bodies.PutAwayBody, responses=shapes.NoticeShape)
    @action(detail=True, methods=["post"], url_path="put-away", filterset_class=None)
    def put_away(self, request: Request, number: str) -> Response:
        """The line on top of every page goes, until there is a message after this one."""
        notice = self.get_object()
        reading.put_away(notice, self.person, **self.checked(bodies.PutAwayBody))
        return self.told_notice()

    @extend_schema(request=bodies.AskBody, responses={201: shapes.QuestionShape})
    @action(detail=True, methods=["post"], filterset_class=None)
    @once
    def ask(self, request: Request, number: str) -> Response:
        """Ask something under it. Asked before, you have the answer that was given."""
        notice = self.get_object()
        words = self.checked(bodies.AskBody)["words"]
        question = questions.ask(notice, self.person, words, Channel.API, now=timezone.now())
        return Response(self.told(shapes.QuestionShape, question), status=201)
