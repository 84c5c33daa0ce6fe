"""Articles by API: everyone reads what is written for them and says whether it helped; the desk writes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.frame.markdown import to_html
from itsm.knowledge.articles import pictures, shapes
from itsm.knowledge.articles.access import PUBLISH, WRITE, may_change_about
from itsm.knowledge.articles.acts_api import ArticleActs
from itsm.knowledge.articles.filters import ArticleFilter
from itsm.knowledge.articles.hearing_api import ArticleReaders
from itsm.knowledge.articles.tickets import ticket_or_404
from itsm.knowledge.models import Article, Image, Use
from itsm.tickets.views.files import SANDBOX

NUMBER = "[A-Za-z]{2}-[0-9]{1,18}"
# What every colleague may do with an article that is written for them; the rest is the desk's.
READERS = frozenset(
    {"list", "retrieve", "html", "images", "image", "vote", "comments", "comment", "remove_comment"}
)
ON_TICKETS = frozenset({"leave"})  # the address names a ticket: 404 for whom it is hidden, before 403
PUBLISHERS = frozenset({"publish", "send_back", "retire", "restore"})


class ArticleViewSet(ArticleActs, ArticleReaders, Api, ListModelMixin, RetrieveModelMixin):
    """What we know. Words are written in editions: readers have the published one while the next is being written."""

    queryset = Article.objects.none()
    serializer_class = shapes.ArticleShape
    filterset_class: Any = ArticleFilter
    lookup_field = "number"
    lookup_value_regex = NUMBER
    order = ("-changed_at", "-pk")

    def get_permissions(self) -> list[Any]:
        needed: Any = may(PUBLISH if self.action in PUBLISHERS else WRITE)
        needed = TheDesk if self.action in ON_TICKETS else needed
        mine = [] if self.action in READERS else [needed()]
        return [*super().get_permissions(), *mine]

    def get_queryset(self) -> Any:
        return Article.objects.visible_to(self.request.user)

    def filter_queryset(self, queryset: Any) -> Any:
        """Only a list is asked questions."""
        if self.action != "list":
            return queryset
        found: Any = super().filter_queryset(queryset)
        return found.for_list()

    def get_object(self) -> Article:
        whole = self.get_queryset().select_related("owner", "team", "translates")
        found: Article = get_object_or_404(whole, number=self.kwargs["number"].upper())
        return found

    def get_serializer_class(self) -> Any:
        return shapes.ArticleRow if self.action == "list" else shapes.ArticleShape

    def told(self, shape: Any, what: Any, **options: Any) -> Any:
        return shape(what, context=self.get_serializer_context(), **options).data

    def told_article(self, status: int = 200) -> Response:
        """As it is now."""
        return Response(self.told(shapes.ArticleShape, self.get_object()), status=status)

    # Writing ----------------------------------------------------------------------------------------------------------

    @extend_schema(request=shapes.ArticleNewBody, responses={201: shapes.ArticleShape})
    @once
    def create(self, request: Request) -> Response:
        """Begin an article: a draft that only the desk sees."""
        given = self.checked(shapes.ArticleNewBody)
        ticket = ticket_or_404(self.request.user, given.pop("ticket")) if given.get("ticket") else None
        lists = {name: given.pop(name, []) for name in ("sites", "teams", "services")}
        words = {name: given.pop(name, "") for name in ("title", "summary", "body", "keywords")}
        with transaction.atomic():
            article = Article.begin(by=self.request.user, words=words, **given)
            for name, rows in lists.items():
                getattr(article, name).set(rows)
            if ticket is not None:
                article.use_on(ticket.specific, Use.How.WRITTEN, by=self.request.user)
        self.kwargs["number"] = article.number
        return self.told_article(201)

    @extend_schema(request=shapes.ArticleAboutBody, responses=shapes.ArticleShape)
    def partial_update(self, request: Request, number: str) -> Response:
        """Say for whom it is and who looks after it. What is published changes for its readers at once."""
        article = self.get_object()
        if not may_change_about(self.request.user, article):
            raise PermissionDenied
        shape = shapes.ArticleAboutBody(
            article, data=request.data, partial=True, context=self.get_serializer_context()
        )
        shape.is_valid(raise_exception=True)
        shape.save(changed_at=timezone.now())
        return self.told_article()

    @extend_schema(request=shapes.ArticleWriteBody, responses=shapes.ArticleEditionShape)
    @action(detail=True, methods=["post"], filterset_class=None)
    def write(self, request: Request, number: str) -> Response:
        """Save the next edition. `edition` and `seen` are those of `writing`: if somebody was faster, 409."""
        article, given = self.get_object(), self.checked(shapes.ArticleWriteBody)
        made = article.write(by=self.request.user, **given)
        return Response(self.told(shapes.ArticleEditionShape, made))

    @extend_schema(request=shapes.ArticleTextBody, responses=shapes.ArticleHtmlShape)
    @action(detail=False, methods=["post"], filterset_class=None, pagination_class=None)
    def preview(self, request: Request) -> Response:
        """A text as readers would see it."""
        return Response({"html": to_html(self.checked(shapes.ArticleTextBody)["body"])})

    @extend_schema(responses=shapes.ArticleHtmlShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def html(self, request: Request, number: str) -> Response:
        """The text as a page shows it."""
        return Response({"html": to_html(self.get_object().body)})

    # Editions ---------------------------------------------------------------------------------------------------------

    @extend_schema(responses=shapes.ArticleEditionRow(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def editions(self, request: Request, number: str) -> Response:
        """How it came to be what it is, newest first."""
        rows = self.get_object().editions.select_related("by", "decided_by").defer("body")
        return Response(self.told(shapes.ArticleEditionRow, rows, many=True))

    @extend_schema(responses=shapes.ArticleEditionShape, filters=False)
    @action(
        detail=True, url_path="editions/(?P<edition>[0-9]{1,9})", pagination_class=None, filterset_class=None
    )
    def edition(self, request: Request, number: str, edition: str) -> Response:
        """One of them whole, and word by word what was new in it."""
        rows = self.get_object().editions.select_related("by", "decided_by")
        return Response(self.told(shapes.ArticleEditionShape, get_object_or_404(rows, number=edition)))

    # Pictures ---------------------------------------------------------------------------------------------------------

    @extend_schema(responses=shapes.ArticleImageShape(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None, parser_classes=[MultiPartParser])
    def images(self, request: Request, number: str) -> Response:
        """Its pictures; `markdown` is how each stands in the text."""
        return Response(self.told(shapes.ArticleImageShape, self.pictures(), many=True))

    @extend_schema(
        request={"multipart/form-data": shapes.ArticleFileBody}, responses={201: shapes.ArticleImageShape}
    )
    @images.mapping.post
    def add_image(self, request: Request, number: str) -> Response:
        """Bring a picture. The same one twice is kept once."""
        upload = self.checked(shapes.ArticleFileBody)["file"]
        image = pictures.keep_upload(self.get_object(), upload, by=self.request.user)
        return Response(self.told(shapes.ArticleImageShape, image), status=201)

    @extend_schema(
        responses={(200, "image/*"): OpenApiResponse(OpenApiTypes.BINARY, "The picture.")}, filters=False
    )
    @action(detail=True, url_path="images/(?P<key>[0-9a-f]{16})", pagination_class=None, filterset_class=None)
    def image(self, request: Request, number: str, key: str) -> FileResponse:
        """One picture, for whoever may read the text it stands in."""
        found = self.pictures().filter(digest__startswith=key).first()
        if found is None:
            raise Http404
        answer = FileResponse(found.file.open(), content_type=pictures.content_type(found))
        for name, value in SANDBOX.items():
            answer.headers[name] = value
        return answer

    def pictures(self) -> Any:
        seen = Image.objects.visible_to(self.request.user).filter(article=self.get_object())
        return seen.select_related("article").order_by("pk")
