"""What readers say of an article, and the tickets it was used on, by API."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.knowledge.articles import shapes
from itsm.knowledge.articles.access import WRITE, may_change_about
from itsm.knowledge.articles.tickets import worked_by
from itsm.knowledge.models import Use, Vote
from itsm.tickets.models import Ticket


class ArticleReaders:
    """Of the view set: `get_object`, `told`, `checked`, `request`, `paginate_queryset`."""

    get_object: Any
    told: Any
    told_article: Any
    checked: Any
    request: Any

    @extend_schema(request=shapes.ArticleVoteBody, responses=shapes.ArticleShape)
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def vote(self, request: Request, number: str) -> Response:
        """Say whether it helped; your last word counts. Why it did not goes to whoever looks after it."""
        self.get_object().vote(self.request.user, **self.checked(shapes.ArticleVoteBody))
        return self.told_article()

    @extend_schema(responses=shapes.ArticleCommentShape(many=True), filters=False)
    @action(detail=True, filterset_class=None, pagination_class=None)
    def comments(self, request: Request, number: str) -> Response:
        """What readers said under it, oldest first."""
        rows = self.get_object().comments.filter(removed_by=None).select_related("by")
        return Response(self.told(shapes.ArticleCommentShape, rows, many=True))

    @extend_schema(request=shapes.ArticleCommentBody, responses={201: shapes.ArticleCommentShape})
    @comments.mapping.post
    def comment(self, request: Request, number: str) -> Response:
        """Say something under it."""
        made = self.get_object().comment(
            self.checked(shapes.ArticleCommentBody)["words"], by=self.request.user
        )
        return Response(self.told(shapes.ArticleCommentShape, made), status=201)

    @extend_schema(request=None, responses={204: None}, filters=False)
    @action(
        detail=True, methods=["delete"], url_path="comments/(?P<comment>[0-9]{1,18})", filterset_class=None, pagination_class=None
    )  # fmt: skip
    def remove_comment(self, request: Request, number: str, comment: str) -> Response:
        """Your own, or any if you may publish."""
        article, person = self.get_object(), self.request.user
        found = get_object_or_404(article.comments.filter(removed_by=None), pk=comment)
        if found.by_id != person.pk and not (person.works_the_desk and may_change_about(person, article)):
            raise PermissionDenied
        found.remove(by=person)
        return Response(status=204)

    @extend_schema(responses=shapes.ArticleUseShape(many=True), filters=False)
    @action(detail=True, filterset_class=None, pagination_class=None)
    def uses(self, request: Request, number: str) -> Response:
        """Tickets it was used on, newest first; the latest hundred."""
        seen = Ticket.objects.visible_to(self.request.user)
        rows = Use.objects.filter(article=self.get_object(), ticket__in=seen).select_related("ticket", "by")
        return Response(self.told(shapes.ArticleUseShape, rows.order_by("-pk")[:100], many=True))

    @extend_schema(request=shapes.ArticleUseBody, responses={201: shapes.ArticleUseShape})
    @uses.mapping.post
    def use(self, request: Request, number: str) -> Response:
        """Link it to a ticket. Twice changes nothing."""
        article, ticket = self.get_object(), self.worked_on(self.checked(shapes.ArticleUseBody)["ticket"])
        article.use_on(ticket.specific, Use.How.LINKED, by=self.request.user)
        return Response(self.told(shapes.ArticleUseShape, article.used.get(ticket=ticket.pk)), status=201)

    @extend_schema(request=None, responses={204: None}, filters=False)
    @action(
        detail=True, methods=["delete"], url_path="uses/(?P<ticket>[A-Za-z]{3}-[0-9]{1,18})", filterset_class=None, pagination_class=None
    )  # fmt: skip
    def leave(self, request: Request, number: str, ticket: str) -> Response:
        """Take it off a ticket."""
        found = self.worked_on(ticket)
        self.get_object().leave(found.specific, by=self.request.user)
        return Response(status=204)

    def worked_on(self, number: str) -> Ticket:
        return worked_by(self.request.user, number)


class VoiceViewSet(Api, ListModelMixin):
    """What did not help, and nobody saw to yet."""

    queryset = Vote.objects.none()
    serializer_class = shapes.ArticleVoteShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-at", "-pk")
    needs = (TheDesk, may(WRITE))

    def get_queryset(self) -> Any:
        unheard = Vote.objects.filter(helped=False, answered_at=None)
        return unheard.select_related("article", "person").defer("article__body")

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Somebody saw to it."""
        vote = get_object_or_404(Vote, pk=pk, helped=False)
        Vote.objects.filter(pk=vote.pk, answered_at=None).update(answered_at=timezone.now())
        return Response(status=204)
