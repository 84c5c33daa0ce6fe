"""Articles from an archive, by API: what would change, then the import itself."""

from pathlib import PurePath
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.knowledge.articles.access import ALONE
from itsm.knowledge.articles.views.importing import begin_work
from itsm.knowledge.importing import job
from itsm.knowledge.importing.folder import Unreadable
from itsm.knowledge.importing.plan import Options
from itsm.knowledge.models import Article

STATES = [(state, state) for state in (job.LOOKED_AT, job.RUNNING, job.DONE, job.FAILED)]


class ArticleImportBody(serializers.Serializer):
    file = serializers.FileField(help_text="A zip file or a tar archive of Markdown and pictures.")
    collection = serializers.SlugField(
        required=False, max_length=60, help_text="Tells this archive from others; the file's name if empty."
    )
    publish = serializers.BooleanField(default=True)
    audience = serializers.ChoiceField(["desk", "everyone"], default="desk")
    language = serializers.CharField(default="en", max_length=8)
    links_to = serializers.URLField(required=False, default="", allow_blank=True)


class ArticleFileReason(serializers.Serializer):
    file, reason = serializers.CharField(), serializers.CharField()


class ArticleReasonFiles(serializers.Serializer):
    reason, paths = serializers.CharField(), serializers.ListField(child=serializers.CharField())


class ArticleImportShape(serializers.Serializer):
    key, name = serializers.CharField(), serializers.CharField()
    state = serializers.ChoiceField(STATES)
    done, of = serializers.IntegerField(), serializers.IntegerField()
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="new, changed, unchanged, left_out, remarks"
    )
    left_out = ArticleFileReason(many=True)
    remarks = ArticleReasonFiles(many=True)
    problem = serializers.CharField()


def told(found: job.Job) -> dict[str, Any]:
    named = [{"file": path, "reason": reason} for path, reason in found.left_out]
    return {str(name): getattr(found, str(name)) for name in ArticleImportShape().fields} | {
        "left_out": named
    }


class ArticleImportViewSet(Api):
    """Administrators only. An upload is kept for an hour, for whoever sent it."""

    queryset = Article.objects.none()
    serializer_class = ArticleImportShape
    pagination_class = None
    lookup_field = "key"
    lookup_value_regex = "[A-Za-z0-9_-]{1,40}"
    needs = (only(ALONE),)
    parser_classes: Any = [MultiPartParser]

    def job(self, key: str) -> job.Job:
        found = job.find(key, by=self.request.user)
        if found is None:
            raise Http404
        return found

    @extend_schema(request={"multipart/form-data": ArticleImportBody}, responses={201: ArticleImportShape})
    def create(self, request: Request) -> Response:
        """Upload an archive and hear what would change; nothing is written yet."""
        given = self.checked(ArticleImportBody)
        file = given.pop("file")
        name = given.pop("collection", "") or PurePath(file.name).name.split(".")[0][:60]
        options = Options(collection=name, **given | {"links_to": given["links_to"].rstrip("/")})
        try:
            made = job.begin(file.name, file.read(), options, by=self.request.user)
        except Unreadable as unreadable:
            raise serializers.ValidationError({"file": [str(unreadable)]}) from unreadable
        return Response(told(made), status=201)

    def retrieve(self, request: Request, key: str) -> Response:
        """How far it is, and what it did."""
        return Response(told(self.job(key)))

    @extend_schema(request=None, responses={202: ArticleImportShape})
    @action(detail=True, methods=["post"])
    def start(self, request: Request, key: str) -> Response:
        """Carry it out; `retrieve` says how far it is."""
        begun = job.apply(self.job(key))
        begin_work(begun)
        return Response(told(begun), status=202)
