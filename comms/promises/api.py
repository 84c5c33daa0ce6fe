"""How often a major incident was spoken about, and when it is time to talk, by API."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from comms.promises import running, talking
from comms.promises.cadence import Name, State

NAMES = [(name.value, name.value) for name in Name]
STATES = [(state.value, state.value) for state in State]


class DueWordShape(serializers.Serializer):
    """One word that was or is due. A missed one has no message."""

    name = serializers.ChoiceField(NAMES)
    due_at = serializers.DateTimeField(source="due")
    state = serializers.ChoiceField(STATES)
    said_at = serializers.DateTimeField(source="message.at", default=None, allow_null=True)
    promised_at = serializers.DateTimeField(
        source="message.promised", default=None, allow_null=True, help_text="What it promised for the next."
    )


class CadenceShape(serializers.Serializer):
    declared_at = serializers.DateTimeField(source="major.declared_at")
    notice = serializers.CharField(
        source="notice.number",
        default=None,
        allow_null=True,
        help_text="The one that speaks for it and runs.",
    )
    draft_next = serializers.CharField(
        help_text="The page where the next word is written, below the address of this desk."
    )
    kept = serializers.IntegerField(source="cadence.kept", help_text="Of `over`.")
    over = serializers.IntegerField(source="cadence.over")
    next = DueWordShape(source="cadence.next", allow_null=True, help_text="What is due, or overdue.")
    steps = DueWordShape(source="cadence.steps", many=True, help_text="Oldest first.")


class RoundsShape(serializers.Serializer):
    rounds = serializers.IntegerField(
        help_text="How often one side wrote and the other wrote back since they last talked."
    )
    time_to_talk = serializers.BooleanField(help_text="A call is quicker than writing on.")


class PromiseReads:
    """A part of the viewset of incidents."""

    if TYPE_CHECKING:

        def for_the_desk(self) -> Any: ...

    @extend_schema(responses=CadenceShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def cadence(self, request: Request, number: str) -> Response:
        """For the desk: which words a major incident owed, and which came in time. 404 until it is declared."""
        major = self.for_the_desk().major_incident
        found = running.of_major(major, now=timezone.now()) if major is not None else None
        if found is None:
            raise Http404
        return Response(CadenceShape(found).data)

    @extend_schema(responses=RoundsShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def rounds(self, request: Request, number: str) -> Response:
        """For the desk: how long writing has gone to and fro."""
        ticket = self.for_the_desk()
        found = talking.rounds(ticket)
        return Response({"rounds": found, "time_to_talk": talking.is_time_to_talk(ticket, found)})
