"""The status page's ninety days, by API: what was on each, and one's own addresses for programs that read along."""

from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from comms.models import FeedAddress, Notice
from comms.status import bars, page, reading
from comms.status.api import OnStatusShape
from comms.status.states import WORDS
from itsm.frame.api.views import Api


class DayRow(serializers.Serializer):
    on = serializers.DateField(source="day.on")
    notices = serializers.ListField(child=OnStatusShape(), source="told", help_text="What began then.")


class SpanShape(serializers.Serializer):
    """One state of a service, from one moment to another; without an end it lasts."""

    service = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(WORDS)
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)


class DayShape(serializers.Serializer):
    on = serializers.DateField()
    sentence = serializers.CharField()
    spans = SpanShape(many=True, help_text="What was not fine.")
    notices = OnStatusShape(many=True, help_text="All that touched the day.")


class DayViewSet(Api):
    """Ninety days, each from midnight to midnight UTC."""

    queryset = Notice.objects.none()
    serializer_class = DayRow
    pagination_class = None
    lookup_field = "on"
    lookup_value_regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    @extend_schema(responses=DayRow(many=True))
    def list(self, request: Request) -> Response:
        """Days on which something began that is over now, newest first."""
        reader = reading.reader_for(self.request.user)
        found = page.history(reader.board, self.days(reader.kept.board.at), reader.addressed)
        return Response(DayRow(found, many=True).data)

    @extend_schema(responses=DayShape)
    def retrieve(self, request: Request, on: str) -> Response:
        """How each service was on that day, and every message of what touched it."""
        reader = reading.reader_for(self.request.user)
        day = self.day(on)
        shown = page.of_day(reader.board, day, now=reader.kept.board.at, addressed=reader.addressed)
        spans = [
            {"service": service.pk, "name": service.name, "state": span.state.word, "since": span.since, "until": span.until}
            for service, span in shown["spans"]
        ]  # fmt: skip
        notices = [entry.notice for entry in shown["entries"]]
        about = {"on": day, "sentence": shown["sentence"], "spans": spans, "notices": notices}
        return Response(DayShape(about).data)

    def days(self, now: Any) -> Any:
        return bars.days_until(now, timezone.get_current_timezone())

    def day(self, given: str) -> date:
        try:
            found = parse_date(given)
        except ValueError:
            found = None
        days = self.days(timezone.now())
        if found is None or not days[0].on <= found <= days[-1].on:
            raise Http404
        return found


class AddressesShape(serializers.Serializer):
    """Whoever knows one of these reads what you read on the status page, without signing in."""

    feed = serializers.CharField(help_text="Messages, as Atom.")
    maintenance = serializers.CharField(help_text="Planned work, as a calendar (ICS).")
    summary = serializers.CharField(help_text="JSON, as status page tools read it.")


class AddressesViewSet(Api):
    """Your own addresses of the status page, for programs."""

    queryset = FeedAddress.objects.none()
    serializer_class = AddressesShape
    pagination_class = None

    @extend_schema(responses=AddressesShape)
    def retrieve(self, request: Request) -> Response:
        return Response(reading.private_addresses(self.request.user))

    @extend_schema(request=None, responses=AddressesShape)
    def renew(self, request: Request) -> Response:
        """New ones. The ones before no longer answer."""
        reading.renew_key(self.request.user)
        return Response(reading.private_addresses(self.request.user))
