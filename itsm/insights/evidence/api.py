"""The evidence report, by API."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api import forms
from itsm.frame.api.views import Api
from itsm.insights.api import Readers
from itsm.insights.evidence.forms import SpanForm
from itsm.insights.evidence.registry import Line, named
from itsm.insights.evidence.report import Span, report
from itsm.tickets.models import Ticket

DAYS = [
    OpenApiParameter(name, str, description="A day such as 2026-03-31; a year up to today unless said.")
    for name in ("since", "until")
]


class EvidenceLineShape(serializers.Serializer):
    key = serializers.CharField(source="line.key")
    says: Any = serializers.CharField(source="line.says")
    count = serializers.IntegerField()
    in_period = serializers.BooleanField(source="line.moment", help_text="false: all that are there now.")
    page = serializers.CharField(source="line.page_href", help_text="Where such records live.")


class ClauseShape(serializers.Serializer):
    clause = serializers.CharField(
        source="clause.number", help_text="Of ISO/IEC 20000-1:2018; check it against your copy."
    )
    name: Any = serializers.CharField(source="clause.name")
    asks = serializers.CharField(source="clause.asks", help_text="In our own words.")
    lines = EvidenceLineShape(many=True)


class EvidenceRecordShape(serializers.Serializer):
    name = serializers.CharField()
    url = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class EvidenceViewSet(Api):
    """By clause: which records answer to it, and how many. For who reads figures."""

    queryset = Ticket.objects.none()
    serializer_class: Any = ClauseShape
    pagination_class: Any = None
    filter_backends = ()
    lookup_field = "key"
    lookup_value_regex = "[a-z-]+"
    needs = (Readers,)

    def span(self) -> Span:
        form = SpanForm(self.request.query_params)
        forms.check(form)
        return form.span

    @extend_schema(parameters=DAYS, responses=ClauseShape(many=True))
    def list(self, request: Request) -> Response:
        return Response(ClauseShape(report(self.span()), many=True).data)


class EvidenceRecordViewSet(EvidenceViewSet):
    """The records behind one line, those on tickets you may not see left out."""

    serializer_class: Any = EvidenceRecordShape
    pagination_class = Api.pagination_class
    line: Line

    def order_for(self, request: Request) -> tuple[str, ...]:
        return (f"-{self.line.moment}", "-pk") if self.line.moment else ("pk",)

    @extend_schema(parameters=DAYS, responses=EvidenceRecordShape(many=True))
    def list(self, request: Request, key: str = "") -> Response:
        found, span = named(key), self.span()
        if found is None:
            raise Http404
        self.line = found
        rows = found.visible(found.among(span.since, span.until), self.request.user)
        page = self.paginate_queryset(found.with_related(rows)) or []
        told = [{"name": found.name(row), "url": found.href(row), "at": found.at(row)} for row in page]
        return self.get_paginated_response(EvidenceRecordShape(told, many=True).data)
