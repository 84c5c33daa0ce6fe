"""How problems are told, and what raising one and its verbs take."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from itsm.people.models import Site, Team
from itsm.services.models import Goal, Service
from itsm.tickets.api.bodies import Number, PersonId, Words
from itsm.tickets.api.shapes import Ref, TicketDetail, desk_only, ref
from itsm.tickets.models import Ticket
from problems.models import Cause, Problem, ProblemAction, Recurrence, Threshold
from problems.models.root_cause import MOST_WHYS

FOR_THE_DESK = (
    "cause", "whys", "solution", "incident_count", "colleague_count", "lost_minutes", "first_incident_at",
    "last_incident_at", "business_value", "rank", "observe_days", "accepted_until",
)  # fmt: skip


class RankReasonShape(serializers.Serializer):
    """Why a problem stands where it stands."""

    words = serializers.CharField()
    points = serializers.IntegerField()


class ProblemCauseShape(serializers.ModelSerializer):
    by = Ref()

    class Meta:
        model = Cause
        fields: ClassVar = ["id", "branch", "what", "evidence", "is_root", "by", "at"]


class ProblemActionShape(serializers.ModelSerializer):
    owner = Ref()

    class Meta:
        model = ProblemAction
        fields: ClassVar = ["id", "what", "owner", "due_on", "done_at"]


class ProblemTicketShape(TicketDetail):
    """A problem. What is not required is told to the desk only."""

    observed_until = serializers.DateTimeField(
        allow_null=True, help_text="So long it is watched after its fix."
    )
    cause = desk_only(serializers.CharField)
    whys = desk_only(serializers.ListField, child=serializers.CharField())
    solution = desk_only(serializers.CharField)
    fix_change = desk_only(serializers.CharField, allow_null=True, help_text="The number of the change.")
    incident_count = desk_only(serializers.IntegerField)
    colleague_count = desk_only(serializers.IntegerField)
    lost_minutes = desk_only(serializers.IntegerField, help_text="An estimate, see the documentation.")
    first_incident_at = desk_only(serializers.DateTimeField, allow_null=True)
    last_incident_at = desk_only(serializers.DateTimeField, allow_null=True)
    business_value = desk_only(serializers.ChoiceField, choices=Problem.Value.choices)
    goal = desk_only(Ref, allow_null=True)
    rank = desk_only(serializers.IntegerField, help_text="Points: the most first.")
    because = desk_only(RankReasonShape, many=True)
    observe_days = desk_only(serializers.IntegerField)
    accepted_until = desk_only(serializers.DateTimeField, allow_null=True)

    def to_representation(self, ticket: Ticket) -> dict[str, Any]:
        told = super().to_representation(ticket)
        problem: Any = ticket
        told["observed_until"] = problem.observed_until
        if self.context["request"].user.works_the_desk:
            told |= {name: getattr(problem, name) for name in FOR_THE_DESK}
            told["goal"] = ref(problem.goal)
            told["fix_change"] = problem.fix_change.number if problem.fix_change else None
            told["because"] = [{"words": words, "points": points} for words, points in problem.reasons]
        return told


class RaiseBody(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    description = Words(allow_blank=True, required=False)
    service = serializers.PrimaryKeyRelatedField(
        queryset=Service.objects.filter(is_active=True), required=False, allow_null=True
    )
    site = serializers.PrimaryKeyRelatedField(queryset=Site.objects.all(), required=False, allow_null=True)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.filter(is_active=True), required=False)
    restricted = serializers.BooleanField(required=False)
    incidents: Any = serializers.ListField(child=Number(), required=False, max_length=200)


class AssessBody(serializers.Serializer):
    business_value = serializers.ChoiceField(Problem.Value.choices)
    goal = serializers.PrimaryKeyRelatedField(
        queryset=Goal.objects.filter(is_active=True), required=False, allow_null=True
    )


class InvestigateBody(serializers.Serializer):
    reason = Words(
        allow_blank=True, required=False, help_text="Needed when its cause was known, or its risk accepted."
    )


class IdentifyBody(serializers.Serializer):
    cause = Words()


class FixBody(serializers.Serializer):
    how = Words()
    change: Any = Number(required=False)


class ResolveProblemBody(serializers.Serializer):
    solution = Words(help_text="What was changed.")
    observe_days = serializers.IntegerField(min_value=0, max_value=365, required=False)


class AcceptRiskBody(serializers.Serializer):
    reason = Words()
    until = serializers.DateTimeField()


class DuplicateBody(serializers.Serializer):
    of: Any = Number()


class IncidentsBody(serializers.Serializer):
    incidents: Any = serializers.ListField(child=Number(), min_length=1, max_length=200)


class WhysBody(serializers.Serializer):
    whys = serializers.ListField(child=serializers.CharField(max_length=500), max_length=MOST_WHYS)


class ProblemCauseBody(serializers.Serializer):
    branch = serializers.ChoiceField(Cause.Branch.choices)
    what = serializers.CharField(max_length=240)
    evidence = Words(allow_blank=True, required=False)
    is_root = serializers.BooleanField(required=False)


class ProblemActionBody(serializers.Serializer):
    what = serializers.CharField(max_length=200)
    owner = PersonId()
    due_on = serializers.DateField()


class RecurrenceShape(serializers.ModelSerializer):
    service, decided_by = Ref(allow_null=True), Ref(allow_null=True)
    problem = serializers.CharField(source="problem.number", default=None, allow_null=True)
    incidents: Any = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)
    words = serializers.ListField(child=serializers.CharField(), help_text="What they share.")

    class Meta:
        model = Recurrence
        fields: ClassVar = [
            "id", "title", "service", "incidents", "words", "likeness", "usual", "state", "problem", "reason",
            "found_at", "decided_at", "decided_by",
        ]  # fmt: skip


class AcceptBody(serializers.Serializer):
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ThresholdShape(serializers.ModelSerializer):
    class Meta:
        model = Threshold
        fields: ClassVar = [
            "window_days", "at_least", "likeness", "burst", "seldom_days", "seldom_at_least", "changed_at",
        ]  # fmt: skip
        read_only_fields: ClassVar = ["changed_at"]
        extra_kwargs: ClassVar = {
            "window_days": {"min_value": 1, "max_value": 90},
            "at_least": {"min_value": 2, "max_value": 100},
            "likeness": {"min_value": 0.05, "max_value": 1},
            "burst": {"min_value": 1, "max_value": 20},
            "seldom_days": {"min_value": 7, "max_value": 365},
            "seldom_at_least": {"min_value": 0, "max_value": 100, "help_text": "0: not looked for."},
        }


class WouldProposeShape(serializers.Serializer):
    """What these thresholds would have proposed."""

    at = serializers.DateTimeField()
    title = serializers.CharField()
    service = serializers.IntegerField()
    incidents: Any = serializers.ListField(
        source="ids", child=serializers.IntegerField(), help_text="Their ids."
    )
    words = serializers.ListField(child=serializers.CharField())
    likeness, usual = serializers.FloatField(), serializers.FloatField()


def only_incidents(tickets: list[Ticket]) -> list[Ticket]:
    if wrong := [ticket.number for ticket in tickets if ticket.kind != Ticket.Kind.INCIDENT]:
        raise serializers.ValidationError(
            {"incidents": [_("%(number)s is no incident.") % {"number": wrong[0]}]}
        )
    return tickets
