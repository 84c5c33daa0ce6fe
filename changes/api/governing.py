"""What changes are governed by, by API: questions about risk, weights and levels, authorities. The desk reads it."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import ApprovalStep
from changes.authorities.checking import KINDS, wrong_with
from changes.authorities.views import PLACES
from changes.models import Authority, Level, RiskFact, RiskLevel, RiskQuestion, Type
from changes.risk.facts import FACTS
from changes.risk.forms import MOST_POINTS, NAMES, free_key, weigh_anew
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api

GOVERN = may("changes.govern_change")


class RiskChoiceShape(serializers.Serializer):
    label: Any = serializers.CharField(max_length=160)
    points = serializers.IntegerField(min_value=0, max_value=MOST_POINTS)


class RiskQuestionShape(serializers.ModelSerializer):
    choices = RiskChoiceShape(many=True)

    class Meta:
        model = RiskQuestion
        fields: ClassVar = ["id", "key", "text", "help", "choices", "place", "is_active"]
        read_only_fields: ClassVar = ["key"]

    def validate_choices(self, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(given) < 2:
            raise serializers.ValidationError(_("A question needs at least two choices."))
        return given


class RiskQuestionViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin):
    """The questions about a change's risk; each choice brings its points. One that is not asked any more stays for what it was answered to."""

    queryset = RiskQuestion.objects.all()
    serializer_class = RiskQuestionShape
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = ["get", "head", "options", "post", "patch"]
    order = ("place", "pk")
    needs = (GOVERN,)

    def perform_create(self, serializer: Any) -> None:
        serializer.save(key=free_key(serializer.validated_data["text"]))


class RiskLevelShape(serializers.ModelSerializer):
    class Meta:
        model = RiskLevel
        fields: ClassVar = ["level", *NAMES]


class RiskWeightsShape(serializers.Serializer):
    facts: Any = serializers.DictField(
        child=serializers.IntegerField(min_value=-MOST_POINTS, max_value=MOST_POINTS),
        help_text=f"Points for each step of what Baton knows by itself: {', '.join(FACTS)}.",
    )
    levels = RiskLevelShape(many=True)


class RiskLevelBody(serializers.Serializer):
    level = serializers.ChoiceField(Level.choices)
    from_score = serializers.IntegerField(min_value=0, max_value=999)
    lead_hours = serializers.IntegerField(min_value=0, max_value=999)
    needs_evidence = serializers.BooleanField()


class RiskWeightsBody(serializers.Serializer):
    facts: Any = serializers.DictField(
        child=serializers.IntegerField(min_value=-MOST_POINTS, max_value=MOST_POINTS), required=False
    )
    levels = RiskLevelBody(many=True, required=False)

    def validate_facts(self, given: dict[str, int]) -> dict[str, int]:
        if strange := given.keys() - FACTS.keys():
            raise serializers.ValidationError(_("Baton knows no fact “%(key)s”.") % {"key": min(strange)})
        return given

    def validate_levels(self, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        starts = dict(RiskLevel.objects.values_list("level", "from_score")) | {
            row["level"]: row["from_score"] for row in given
        }
        rising = [starts[level] for level in Level.values if level in starts]
        if rising != sorted(set(rising)) or rising[0] != 0:
            raise serializers.ValidationError(
                "The lowest begins at 0, each other with more than the one below it."
            )
        return given


class RiskWeightsViewSet(Api):
    """What known facts weigh, and where the levels begin."""

    queryset = RiskFact.objects.none()
    serializer_class = RiskWeightsShape
    needs = (GOVERN,)

    @extend_schema(responses=RiskWeightsShape)
    def retrieve(self, request: Request) -> Response:
        facts = dict.fromkeys(FACTS, 0) | dict(RiskFact.objects.values_list("key", "points"))
        levels = RiskLevelShape(RiskLevel.objects.all(), many=True).data
        return Response({"facts": facts, "levels": levels})

    @extend_schema(request=RiskWeightsBody, responses=RiskWeightsShape)
    def partial_update(self, request: Request) -> Response:
        """Changes that are planned from now on are weighed so."""
        given = self.checked(RiskWeightsBody)
        levels = {row.pop("level"): row for row in map(dict, given.get("levels", ()))}
        weigh_anew(facts=given.get("facts", {}), levels=levels)
        return self.retrieve(request)


class AuthorityWhoShape(serializers.Serializer):
    kind = serializers.ChoiceField([(kind, kind) for kind in KINDS])
    role = serializers.CharField(required=False)
    emergency = serializers.BooleanField(required=False, help_text="Of a board: the emergency board.")
    board = serializers.IntegerField(required=False)
    team = serializers.IntegerField(required=False)
    people = serializers.ListField(child=serializers.IntegerField(), required=False)


class AuthorityStepShape(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    who = AuthorityWhoShape()
    rule = serializers.ChoiceField(ApprovalStep.Rule.choices, default=ApprovalStep.Rule.ANY)
    share = serializers.IntegerField(min_value=1, max_value=100, required=False)
    needed = serializers.IntegerField(min_value=1, max_value=20, required=False)
    remind_hours = serializers.IntegerField(min_value=1, max_value=999, required=False)
    escalate_hours = serializers.IntegerField(min_value=1, max_value=999, required=False)


class AuthorityBody(serializers.Serializer):
    steps = AuthorityStepShape(many=True)

    def validate_steps(self, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if wrong := wrong_with(self.context["type"], given):
            raise serializers.ValidationError(wrong)
        return given


class AuthorityShape(serializers.Serializer):
    key = serializers.CharField(help_text="normal-low, normal-medium, normal-high or emergency.")
    type = serializers.ChoiceField(Type.choices)
    level = serializers.ChoiceField([("", "—"), *Level.choices])
    steps = AuthorityStepShape(many=True)


def told(key: str) -> dict[str, Any]:
    type_, level = PLACES[key]
    return {"key": key, "type": type_, "level": level, "steps": Authority.objects.steps_for(type_, level)}


class AuthorityViewSet(Api):
    """Who authorises a change of which type and risk. A standard change is authorised by its model."""

    queryset = Authority.objects.none()
    serializer_class = AuthorityShape
    lookup_field = "key"
    lookup_value_regex = "[a-z-]{1,20}"
    pagination_class = None
    needs = (GOVERN,)

    @extend_schema(responses=AuthorityShape(many=True))
    def list(self, request: Request) -> Response:
        return Response([told(key) for key in PLACES])

    @extend_schema(responses=AuthorityShape)
    def retrieve(self, request: Request, key: str) -> Response:
        return Response(told(self.known(key)))

    @extend_schema(request=AuthorityBody, responses=AuthorityShape)
    def update(self, request: Request, key: str) -> Response:
        """Whoever is asked already stays asked."""
        type_, level = PLACES[self.known(key)]
        given = self.checked(AuthorityBody, type=type_)
        Authority.objects.update_or_create(type=type_, level=level, defaults=given)
        return Response(told(key))

    def known(self, key: str) -> str:
        if key not in PLACES:
            raise Http404
        return key
