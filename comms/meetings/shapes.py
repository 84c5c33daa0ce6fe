"""How meetings, decisions, actions and business units look by API."""

from typing import Any, ClassVar

from rest_framework import serializers

from comms.meetings.forms import MOST_PEOPLE
from comms.models import Action, Decision, Meeting
from itsm.people.models import BusinessUnit, Person
from itsm.tickets.api.shapes import Ref


class AgendaPointShape(serializers.Serializer):
    """One point of the agenda. A figure stands there as it was: key, value, n, target, since, until, filter."""

    kind = serializers.CharField(help_text="topic, figure, promise, dropped, goal or action")
    words = serializers.CharField()
    said = serializers.CharField(default="", help_text="What changed, or who does it by when.")
    target = serializers.CharField(default="")
    url = serializers.CharField(
        source="href", default="", help_text="Below the address of this desk, or empty."
    )
    figure = serializers.JSONField(default=None, allow_null=True)


class ReviewMeetingShape(serializers.ModelSerializer):
    host = Ref(read_only=True)
    people: Any = serializers.PrimaryKeyRelatedField(
        many=True,
        queryset=Person.objects.active(),
        write_only=True,
        required=False,
        help_text="Who is asked.",
    )
    number = serializers.CharField(read_only=True)

    class Meta:
        model = Meeting
        fields: ClassVar = [
            "number", "kind", "service", "unit", "team", "host", "people", "starts_at", "minutes", "place", "topics", "state",
        ]  # fmt: skip
        read_only_fields: ClassVar = ["state"]

    def validate_people(self, people: list[Person]) -> list[Person]:
        if len(people) > MOST_PEOPLE:
            raise serializers.ValidationError("Too many people for a meeting.")
        return people

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """As on the page: a review is about a service or with a unit, a stand-up is of a team."""
        kind = given.get("kind", getattr(self.instance, "kind", Meeting.Kind.SERVICE_REVIEW))
        needs: dict[str, tuple[str, ...]] = {
            Meeting.Kind.SERVICE_REVIEW: ("service", "unit"),
            Meeting.Kind.STAND_UP: ("team",),
        }
        if kind in needs and not any(
            given.get(name, getattr(self.instance, name, None)) for name in needs[kind]
        ):
            raise serializers.ValidationError({needs[kind][0]: "This kind of meeting needs it."})
        return given


class AskedShape(serializers.Serializer):
    person = Ref()
    there = serializers.BooleanField()


class DecisionShape(serializers.ModelSerializer):
    by = Ref(read_only=True)
    meeting = serializers.CharField(source="meeting.number", default=None, allow_null=True, read_only=True)
    briefing = serializers.CharField(default=None, allow_null=True, read_only=True)

    class Meta:
        model = Decision
        fields: ClassVar = ["id", "what", "why", "figure", "meeting", "briefing", "by", "at"]
        read_only_fields: ClassVar = ["figure", "at"]


class FigureDecisionBody(serializers.Serializer):
    """With a figure's key the figure is kept as it is now, of the last four weeks, about this service or team."""

    what = serializers.CharField(max_length=240)
    why = serializers.CharField(required=False, allow_blank=True, default="")
    figure = serializers.CharField(required=False, default="", allow_blank=True)
    service = serializers.IntegerField(required=False, allow_null=True, default=None)
    team = serializers.IntegerField(required=False, allow_null=True, default=None)


class PointBody(serializers.Serializer):
    """`point`: the place on the agenda, from 0, whose figure led to it."""

    what = serializers.CharField(max_length=240)
    why = serializers.CharField(required=False, allow_blank=True, default="")
    point = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0)


class TakenOnShape(serializers.ModelSerializer):
    owner = Ref()
    meeting = serializers.CharField(source="meeting.number", read_only=True)

    class Meta:
        model = Action
        fields: ClassVar = ["id", "what", "owner", "due_on", "meeting", "done_at"]
        read_only_fields = fields


class TakeOnActionBody(serializers.ModelSerializer):
    owner = serializers.PrimaryKeyRelatedField(queryset=Person.objects.active())

    class Meta:
        model = Action
        fields: ClassVar = ["what", "owner", "due_on"]


class NotesBody(serializers.Serializer):
    notes = serializers.CharField(allow_blank=True)
    there = serializers.ListField(
        child=serializers.IntegerField(), max_length=MOST_PEOPLE + 1, help_text="Persons."
    )


class ReviewMinutesShape(ReviewMeetingShape):
    """With its agenda, who was there, what was decided and taken on."""

    agenda = AgendaPointShape(many=True, read_only=True)
    attendances = AskedShape(many=True, read_only=True)
    decisions = DecisionShape(many=True, read_only=True)
    actions = TakenOnShape(many=True, read_only=True)

    class Meta(ReviewMeetingShape.Meta):
        fields: ClassVar = [
            *ReviewMeetingShape.Meta.fields, "agenda", "agenda_at", "attendances", "decisions", "actions", "notes", "started_at", "ended_at",
        ]  # fmt: skip


class UnitShape(serializers.ModelSerializer):
    class Meta:
        model = BusinessUnit
        fields: ClassVar = ["id", "name", "purpose", "parent", "contact", "keeper", "is_active"]

    def validate_parent(self, parent: BusinessUnit | None) -> BusinessUnit | None:
        if parent and isinstance(self.instance, BusinessUnit) and self.instance.pk in parent.chain():
            raise serializers.ValidationError("It is a part of this one already.")
        return parent


class UsedShape(serializers.Serializer):
    """`satisfaction` is of everybody who rates the service: ratings have no names."""

    service = serializers.IntegerField(source="service.pk")
    tickets = serializers.IntegerField(help_text="In 90 days.")
    satisfaction = serializers.CharField()


class UnitDetail(UnitShape):
    people = serializers.IntegerField()
    promises = serializers.IntegerField(help_text="Open promises to its people.")
    used = UsedShape(many=True)
    goals: Any = serializers.ListField(child=serializers.IntegerField())
    last_talk = serializers.CharField(allow_null=True, help_text="The number of a meeting.")
    next_talk = serializers.CharField(allow_null=True)
    overdue = serializers.BooleanField(help_text="Nobody talked with it for 90 days.")

    class Meta(UnitShape.Meta):
        fields: ClassVar = [
            *UnitShape.Meta.fields, "people", "promises", "used", "goals", "last_talk", "next_talk", "overdue",
        ]  # fmt: skip
