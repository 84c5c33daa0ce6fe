"""What may be done with an article, by API: the same acts as on its page."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.knowledge.articles import shapes
from itsm.knowledge.articles.acts import ACTS

plain: Any = {"request": None, "responses": shapes.ArticleShape}
ways: Any = {"detail": True, "methods": ["post"], "filterset_class": None, "pagination_class": None}


class ArticleActs:
    """Of the view set: `get_object`, `told_article`, `checked`, `request`."""

    get_object: Any
    told_article: Any
    checked: Any
    request: Any

    def act(self, name: str, reason: str = "") -> Any:
        return ACTS[name].do(self.get_object(), self.request.user, reason)

    @extend_schema(**plain)
    @action(**ways)
    def propose(self, request: Request, number: str) -> Response:
        """The next edition is done: somebody else reads it."""
        self.act("propose")
        return self.told_article()

    @extend_schema(**plain)
    @action(**ways)
    def publish(self, request: Request, number: str) -> Response:
        """From now on the next edition is what readers have. Nobody publishes what they wrote, but who may do it alone."""
        self.act("publish")
        return self.told_article()

    @extend_schema(request=shapes.ArticleReasonBody, responses=shapes.ArticleShape)
    @action(**ways, url_path="send-back")
    def send_back(self, request: Request, number: str) -> Response:
        """It is not right yet; its writer reads why."""
        self.act("send_back", self.checked(shapes.ArticleReasonBody)["reason"])
        return self.told_article()

    @extend_schema(request=None, responses={204: None})
    @action(**ways)
    def discard(self, request: Request, number: str) -> Response:
        """Drop what is in the making; an article of which nothing was ever published goes with it."""
        self.act("discard")
        return Response(status=204)

    @extend_schema(**plain)
    @action(**ways, url_path="still-right")
    def still_right(self, request: Request, number: str) -> Response:
        """Read again and found right: the next date."""
        self.act("still_right")
        return self.told_article()

    @extend_schema(request=shapes.ArticleRetireBody, responses=shapes.ArticleShape)
    @action(**ways)
    def retire(self, request: Request, number: str) -> Response:
        """Readers no longer find it."""
        self.act("retire", self.checked(shapes.ArticleRetireBody)["reason"])
        return self.told_article()

    @extend_schema(**plain)
    @action(**ways)
    def restore(self, request: Request, number: str) -> Response:
        """Readers have it again."""
        self.act("restore")
        return self.told_article()
