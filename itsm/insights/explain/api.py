"""Figures by API, each explained as its page does it, with its records and its files."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api import forms
from itsm.frame.api.pages import Pages
from itsm.insights.api import ASKED, FigureShape, FigureViewSet, RecordShape, StretchShape, ValueShape
from itsm.insights.dashboards.records import behind, ticket, visible
from itsm.insights.explain import told
from itsm.insights.explain.account import Account, find
from itsm.insights.explain.exports import FILES
from itsm.insights.explain.moved import DIMENSIONS
from itsm.insights.explain.still import StillAccount, find_standing
from itsm.insights.forms import About
from itsm.insights.placing import placed

STRETCH = OpenApiParameter("stretch", int, description="Only this stretch of the course, counted from 1.")


class BandShape(serializers.Serializer):
    """What others publish, or one's own band, in the unit of the figure."""

    low = serializers.FloatField(allow_null=True)
    typical = serializers.FloatField(allow_null=True)
    good = serializers.FloatField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    year = serializers.IntegerField(allow_null=True, help_text="Null where the source bears none.")
    old = serializers.BooleanField(help_text="Older than ten years.")
    strength, population, note = (
        serializers.CharField(),
        serializers.CharField(),
        serializers.CharField(),
    )


class MovedShape(serializers.Serializer):
    """A group and its part of the change against the period before; null where parts do not add up, as of medians."""

    by = serializers.ChoiceField([(name, name) for name in DIMENSIONS], source="dimension")
    value, name = serializers.IntegerField(), serializers.CharField()
    now, before = ValueShape(), ValueShape()
    part = serializers.FloatField(allow_null=True)


class FigureExplained(FigureShape):
    row = serializers.CharField(help_text="Where it stands on the overview; empty where it does not.")
    a_year_ago = ValueShape(allow_null=True, help_text="In the same weeks a year before.")
    target = serializers.FloatField(allow_null=True)
    bands = BandShape(many=True, help_text="The first is the one that is drawn.")
    nobody_publishes = serializers.BooleanField(help_text="There is no published benchmark of this anywhere.")
    moved = MovedShape(many=True, help_text="The largest of each service, team, priority and site.")
    course = StretchShape(
        many=True, help_text="Stretch by stretch through the period; empty for what has no past."
    )
    records = RecordShape(
        many=True, help_text="What stands behind it in parts, where its app tells it so; at most 100."
    )


class CountedShape(serializers.Serializer):
    """A ticket that was counted, and when what was counted happened."""

    ticket, title = serializers.CharField(), serializers.CharField()
    url = serializers.CharField(help_text="Below the address of this desk.")
    at = serializers.DateTimeField()


class CountedPage(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    count = serializers.IntegerField(help_text="All that were counted: the number that the figure gives.")
    hidden = serializers.IntegerField(help_text="Of them on restricted tickets that are not shown to you.")
    results = CountedShape(many=True)


class ExplainedViewSet(FigureViewSet):
    """Every figure, also those that are not on the overview."""

    @extend_schema(parameters=ASKED, responses=FigureExplained)
    def retrieve(self, request: Request, key: str) -> Response:
        """One figure: its course, what it is compared with, what moved it, its target and its bands."""
        one = find(key)
        if one is None:
            return Response(FigureExplained(self.still(key)).data)
        account = self.account(key)
        about = {
            "row": next((row for row, keys in placed().items() if key in keys), ""),
            "now": account.now,
            "before": account.before,
            "a_year_ago": account.a_year_ago,
            "target": account.target,
            "moved": account.moved,
            "course": list(self.stretches(account)),
            "records": told.parts(one, account.chosen, request.user),
            **self.others(account),
        }
        return Response(FigureExplained({**self.about(one), **about}).data)

    def still(self, key: str) -> dict[str, Any]:
        """A figure of this moment."""
        one = find_standing(key)
        if one is None:
            raise Http404
        account = StillAccount.of(one, self.form())
        nothing: dict[str, Any] = {"before": None, "a_year_ago": None, "target": None}
        nothing |= {"moved": [], "course": [], "records": []}
        return {**self.about(one), **nothing, "row": one.row, "now": account.now, **self.others(account)}

    @extend_schema(parameters=[*ASKED, STRETCH], responses=CountedPage)
    @action(detail=True, pagination_class=Pages)
    def records(self, request: Request, key: str) -> Response:
        """Ticket by ticket what was counted, the latest first. Only for figures whose rows are about tickets."""
        account = self.account(key)
        if not told.one_by_one(account.measure):
            raise Http404
        rows = behind(account.measure, account.stretch(request.query_params.get("stretch", ""))[1])
        seen = visible(account.measure, rows, request.user)
        page: Any = self.paginator
        found = [
            self.counted(ticket(account.measure, row), row.happened_at)
            for row in page.paginate_queryset(seen, request, self)
        ]
        answer = page.get_paginated_response(found)
        count = rows.count()
        answer.data |= {"count": count, "hidden": count - seen.count()}
        return answer

    @extend_schema(parameters=ASKED, responses={(200, "*/*"): OpenApiTypes.BINARY})
    @action(detail=True, url_path=r"files/(?P<kind>csv|xlsx|svg)")
    def file(self, request: Request, key: str, kind: str) -> HttpResponse:
        """The same as a table, a workbook or a picture."""
        return FILES[kind].response(self.account(key), name=f"{key}-{timezone.localdate():%Y-%m-%d}")

    def order_for(self, request: Request) -> tuple[str, ...]:
        return ("-happened_at", "-pk")

    def form(self) -> About:
        form = About(self.request.query_params)
        forms.check(form)
        return form

    def account(self, key: str) -> Account:
        one = find(key)
        if one is None:
            raise Http404
        return Account.of(one, self.form(), person=self.request.user)

    def others(self, account: Account | StillAccount) -> dict[str, Any]:
        year = account.about.chosen.until.year
        bands = [{**vars(band), "old": band.is_old(year)} for band in account.bands]
        return {"bands": bands, "nobody_publishes": account.nobody_publishes}

    def stretches(self, account: Account) -> Iterator[dict[str, Any]]:
        ends = account.about.ends(account.about.stretches.count)
        for figure, since, until in zip(account.course, ends, ends[1:], strict=False):
            yield {"since": since, "until": until, "value": figure.value, "n": figure.n}

    def counted(self, found: Any, at: Any) -> dict[str, Any]:
        url = found.get_absolute_url()
        return CountedShape({"ticket": found.number, "title": found.title, "url": url, "at": at}).data
