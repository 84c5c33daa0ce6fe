"""Who knew what, when, by API: of an incident and of a notice."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from comms.knowing.knowledge import About, Known
from comms.knowing.story import FACTS, Lane, Story
from comms.models import Audience, Notice
from itsm.people.models import Person
from itsm.tickets.models import Ticket

ABOUT = [(about.value, about.value) for about in About]
MINUTE = OpenApiParameter(
    "minute", int, description="Since it began; without it the last. `audiences` is about that moment."
)


class MinuteBody(serializers.Serializer):
    minute = serializers.IntegerField(min_value=0, max_value=9_999_999, required=False)


class FactShape(serializers.Serializer):
    about = serializers.ChoiceField(ABOUT)
    words = serializers.SerializerMethodField()
    at = serializers.DateTimeField()

    def get_words(self, fact: Any) -> str:
        return str(FACTS[fact.about])


class MarkShape(serializers.Serializer):
    """One mark on the line."""

    at = serializers.DateTimeField()
    lane = serializers.ChoiceField([(lane.value, lane.value) for lane in Lane])
    words = serializers.CharField()
    url = serializers.CharField(
        source="href", help_text="Below the address of this desk; empty if there is nothing to open."
    )


class KnownShape(serializers.Serializer):
    about = serializers.ChoiceField(ABOUT, source="fact.about")
    told_at = serializers.DateTimeField(source="told", allow_null=True)
    gap = serializers.SerializerMethodField(help_text="Seconds from known to told; null while untold.")

    def get_gap(self, known: Known) -> int | None:
        return None if known.gap is None else int(known.gap.total_seconds())


class AudienceShape(serializers.Serializer):
    """One audience. `known` is what could be known at the chosen moment, `gaps` what came of every fact in the end."""

    audience = serializers.ChoiceField(Audience.choices)
    addressed, seen, acknowledged = (serializers.IntegerField() for _n in range(3))
    known, gaps = KnownShape(many=True), KnownShape(many=True)


class KnowingShape(serializers.Serializer):
    began_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(help_text="The last mark; while it runs, now.")
    minutes = serializers.IntegerField(help_text="How long it is.")
    minute = serializers.IntegerField(help_text="The chosen one.")
    moment = serializers.DateTimeField()
    facts = FactShape(many=True)
    marks = MarkShape(many=True, help_text="Facts, messages, evidence, questions, talks; oldest first.")
    audiences = AudienceShape(many=True, help_text="Those in which anybody is.")


def told(story: Story, request: Request) -> Response:
    asked = MinuteBody(data=request.query_params)
    asked.is_valid(raise_exception=True)
    minute = min(asked.validated_data.get("minute", story.minutes), story.minutes)
    moment = story.moment(minute)
    about = {"began_at": story.began, "ended_at": story.ended, "minutes": story.minutes}
    audiences = [
        {
            "audience": row.audience,
            "addressed": row.addressed,
            "seen": row.seen,
            "acknowledged": row.acknowledged,
            "known": [known for known in row.known if known is not None],
            "gaps": story.gaps(row.audience),
        }
        for row in story.at(moment)
    ]
    shown = {**about, "minute": minute, "moment": moment, "facts": story.facts, "marks": story.entries}
    return Response(KnowingShape({**shown, "audiences": audiences}).data)


class KnowingOfTicket:
    """A part of the viewset of incidents."""

    if TYPE_CHECKING:

        def for_the_desk(self) -> Ticket: ...

    @extend_schema(parameters=[MINUTE], responses=KnowingShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def knowing(self, request: Request, number: str) -> Response:
        """For the desk: the facts, who was told, and which audience knew which fact at that minute."""
        person: Person = request.user  # type: ignore[assignment]
        return told(Story.of_ticket(self.for_the_desk(), person, now=timezone.now()), request)


class KnowingOfNotice:
    """A part of the viewset of notices."""

    if TYPE_CHECKING:

        def get_object(self) -> Notice: ...

    @extend_schema(parameters=[MINUTE], responses=KnowingShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def knowing(self, request: Request, number: str) -> Response:
        """The facts, who was told, and which audience knew which fact at that minute."""
        return told(Story.of_notice(self.get_object(), now=timezone.now()), request)
