"""The whole mail behind a message of a ticket, by API."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from comms.models import Incoming
from itsm.people.models import Person


class OriginalShape(serializers.ModelSerializer):
    """As it was understood when it came: sanitised, nothing from outside is loaded by it."""

    class Meta:
        model = Incoming
        fields: ClassVar[list[str]] = ["id", "event", "received_at", "sender", "subject", "text", "html"]
        read_only_fields = fields


class Originals:
    """A part of the viewset of incidents."""

    if TYPE_CHECKING:

        def get_object(self, known: Any = None) -> Any: ...

    @extend_schema(responses=OriginalShape, filters=False)
    @action(
        detail=True, url_path=r"events/(?P<event>[0-9]{1,18})/original", pagination_class=None, filterset_class=None
    )  # fmt: skip
    def original(self, request: Request, number: str, event: str) -> Response:
        """What was quoted and signed in it, too: for the desk, and for who wrote it."""
        person: Person = request.user  # type: ignore[assignment]
        mail = Incoming.objects.behind(int(event), person)
        if mail is None or mail.ticket_id != self.get_object().pk:
            raise Http404
        return Response(OriginalShape(mail).data)
