"""One's own inbox, by API."""

from typing import Any, ClassVar

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.models import Notification
from comms.models.notification import MOST_COUNTED
from itsm.frame.api.views import Api


class NotificationShape(serializers.ModelSerializer):
    """What one line is about: a ticket, a notice, an article or feedback, by its number."""

    ticket = serializers.CharField(source="ticket.number", allow_null=True, default=None)
    notice = serializers.CharField(source="notice.number", allow_null=True, default=None)

    article = serializers.CharField(source="article.number", allow_null=True, default=None)
    feedback = serializers.CharField(source="feedback.number", allow_null=True, default=None)

    class Meta:
        model = Notification
        fields: ClassVar = ["id", "ticket", "notice", "article", "feedback", "title", "at", "read_at"]
        read_only_fields = fields


class ReadBody(serializers.Serializer):
    ticket = serializers.CharField(
        max_length=20, required=False, help_text="Its number; without one, everything."
    )
    notice = serializers.CharField(max_length=20, required=False, help_text="Its number.")
    article = serializers.CharField(max_length=20, required=False, help_text="Its number.")
    feedback = serializers.CharField(max_length=20, required=False, help_text="Its number.")


class UnreadShape(serializers.Serializer):
    unread = serializers.IntegerField(help_text=f"{MOST_COUNTED} stands for as many or more.")


class ReadShape(serializers.Serializer):
    read = serializers.IntegerField(help_text="How many were unread.")


class NotificationFilter(django_filters.FilterSet):
    unread = django_filters.BooleanFilter(field_name="read_at", lookup_expr="isnull", label=_("Unread"))

    class Meta:
        model = Notification
        fields: ClassVar[list[str]] = []


class InboxViewSet(Api, ListModelMixin):
    """What you were told inside Baton, newest first."""

    queryset = Notification.objects.none()
    serializer_class = NotificationShape
    filterset_class = NotificationFilter
    order = ("-pk",)

    def get_queryset(self) -> Any:
        person = self.request.user
        return Notification.objects.for_person(person).visible(person).with_subject()

    @extend_schema(responses=UnreadShape, filters=False)
    @action(detail=False, pagination_class=None, filterset_class=None)
    def unread(self, request: Request) -> Response:
        """How many lines you have not read."""
        mine = Notification.objects.for_person(self.request.user).unread()
        return Response({"unread": mine.count_up_to_most()})

    @extend_schema(request=ReadBody, responses=ReadShape)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def read(self, request: Request) -> Response:
        """Mark as read: all, or what is about one ticket, notice, article or feedback."""
        mine, about = Notification.objects.for_person(self.request.user), self.checked(ReadBody)
        for subject in ("ticket", "notice", "article", "feedback"):
            if subject in about:
                mine = mine.filter(**{f"{subject}__number": about[subject].upper()})
        return Response({"read": mine.mark_read(now=timezone.now())})
