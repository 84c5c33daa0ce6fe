"""The colleague's home by API: what they wait for, where each thing is, and what is usual."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.views import Api
from itsm.tickets.models import Ticket
from itsm.tickets.whereabouts import Whereabouts, things_of


class ThingStepShape(serializers.Serializer):
    label: Any = serializers.CharField()
    state = serializers.CharField(help_text="done, now, or nothing yet.")


class UsualShape(serializers.Serializer):
    """Of tickets alike, over the last 90 days. Where fewer than 20 were done nothing is said."""

    seconds = serializers.IntegerField(help_text="Half of them took less, day and night.")
    n = serializers.IntegerField(help_text="How many there were.")


class ThingShape(serializers.Serializer):
    number = serializers.CharField(source="ticket.number")
    kind = serializers.CharField(source="ticket.kind")
    title = serializers.CharField(source="ticket.title")
    url = serializers.SerializerMethodField()
    steps = ThingStepShape(many=True)
    step = serializers.CharField(help_text="Where it is now.")
    holder = serializers.CharField(help_text="Whose move it is, in words.")
    next = serializers.CharField(help_text="What happens next, in words.")
    needs_you = serializers.BooleanField(source="needs_reader", help_text="It is your move.")
    promised_at = serializers.DateTimeField(
        source="ticket.promised_at", allow_null=True, help_text="You hear from the desk by then."
    )
    usual_here = UsualShape(allow_null=True, help_text="How long this step usually takes.")
    usual_in_all = UsualShape(allow_null=True, help_text="How long it usually takes from asking to done.")

    @extend_schema_field(serializers.CharField)
    def get_url(self, here: Whereabouts) -> str:
        return f"/portal/{here.ticket.number}/"


class HomeShape(serializers.Serializer):
    things = ThingShape(many=True, help_text="What is not over, first where it is your move.")


class HomeViewSet(Api):
    """What you wait for, as your home shows it. Notices, approvals and search have addresses of their own."""

    queryset = Ticket.objects.none()
    serializer_class = HomeShape
    pagination_class = None

    @extend_schema(responses=HomeShape)
    def retrieve(self, request: Request) -> Response:
        return Response(HomeShape({"things": things_of(self.request.user)}).data)
