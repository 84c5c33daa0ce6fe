"""How boards, meetings and what is said in them look by API."""

from typing import Any, ClassVar

from rest_framework import serializers

from changes.board import steps
from changes.board.forms import who_takes_on
from changes.models import AgendaItem, Board, Meeting, MeetingAction, Vote
from itsm.tickets.api.shapes import Ref


class BoardShape(serializers.ModelSerializer):
    class Meta:
        model = Board
        fields: ClassVar = ["id", "name", "chair", "members", "emergency"]


class VoteShape(serializers.ModelSerializer):
    person = Ref()

    class Meta:
        model = Vote
        fields: ClassVar = ["person", "choice", "words", "beforehand", "at"]


class AgendaItemShape(serializers.Serializer):
    """One change on the agenda. `digest` is of its plan as it is now: a vote and a decision say which plan they are about."""

    id = serializers.IntegerField(source="item.pk")
    change = serializers.CharField(source="item.change.number")
    title = serializers.CharField(source="item.change.title")
    place = serializers.IntegerField(source="item.place")
    because = serializers.JSONField(source="item.because", help_text="Why it stands there: [words, points].")
    digest = serializers.CharField(source="item.change.digest")
    votes = VoteShape(many=True)
    decision = serializers.CharField(source="item.decision")
    words = serializers.CharField(source="item.words")
    conditions = serializers.CharField(source="item.conditions")
    decided_at = serializers.DateTimeField(source="item.decided_at", allow_null=True)
    present = serializers.JSONField(source="item.present")
    seconds = serializers.IntegerField(source="item.seconds")


class MeetingActionShape(serializers.ModelSerializer):
    owner = Ref()

    class Meta:
        model = MeetingAction
        fields: ClassVar = ["id", "what", "owner", "due_on", "done_at"]


class MeetingShape(serializers.ModelSerializer):
    chair = Ref(read_only=True)

    class Meta:
        model = Meeting
        fields: ClassVar = [
            "id",
            "board",
            "chair",
            "starts_at",
            "minutes",
            "place",
            "state",
            "started_at",
            "ended_at",
        ]
        read_only_fields: ClassVar = ["state", "started_at", "ended_at"]

    def create(self, given: dict[str, Any]) -> Meeting:
        return Meeting.objects.create(chair=given["board"].chair, **given)


class AttendanceShape(serializers.Serializer):
    person = Ref()
    joined_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)


class MinutesShape(MeetingShape):
    there = AttendanceShape(many=True)
    away = Ref(many=True)
    items = AgendaItemShape(many=True)
    actions = MeetingActionShape(many=True)
    current = serializers.IntegerField(source="current_id", allow_null=True)

    class Meta(MeetingShape.Meta):
        fields: ClassVar = [
            *MeetingShape.Meta.fields,
            "notes",
            "current",
            "there",
            "away",
            "items",
            "actions",
        ]


class AgendaItemBody(serializers.Serializer):
    item = serializers.IntegerField()


class VoteBody(AgendaItemBody):
    choice = serializers.ChoiceField(Vote.Choice.choices)
    words = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    digest = serializers.CharField(max_length=64)


class DecisionBody(AgendaItemBody):
    decision = serializers.ChoiceField([choice for choice in AgendaItem.Decision.choices if choice[0]])
    words = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    conditions = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    digest = serializers.CharField(max_length=64)


class EndBody(serializers.Serializer):
    notes = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class TakeOnBody(serializers.Serializer):
    what = serializers.CharField(max_length=200)
    owner: Any = serializers.PrimaryKeyRelatedField(queryset=who_takes_on())
    due_on = serializers.DateField()


class FinishBody(serializers.Serializer):
    action = serializers.IntegerField()


class StepTimeShape(serializers.Serializer):
    name = serializers.CharField()
    n = serializers.IntegerField(help_text="So many ended in the last 90 days.")
    median_seconds = serializers.SerializerMethodField()
    declined = serializers.IntegerField()
    never_declined = serializers.BooleanField(help_text="At least ten answers, and none of them a no.")

    def get_median_seconds(self, step: steps.Step) -> int | None:
        return None if step.median is None else int(step.median.total_seconds())


class StepTimesShape(serializers.Serializer):
    stays, answers = StepTimeShape(many=True), StepTimeShape(many=True)
