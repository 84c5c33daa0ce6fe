"""How changes are told, and what proposing and planning one takes."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from changes.models import Change, ChangeModel, ChangeStep, ContractLine, Level, Outcome, RiskQuestion, Type
from changes.showing import in_the_way
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.api.bodies import PersonId, Seen, Words
from itsm.tickets.api.shapes import Ref, TicketDetail, TicketRow, desk_only, ref
from itsm.tickets.models import Ticket

TOLD_TO_ALL = ("type", "benefit", "starts_at", "ends_at", "started_at", "ended_at", "outcome")
IN_LISTS = ("type", "risk_level", "starts_at", "ends_at")
FOR_THE_DESK = (
    "reason", "risk_answers", "risk_score", "risk_level", "test_evidence", "back_out_plan", "back_out_minutes",
    "authorised_at", "communication_right", "review_words", "review_due_at",
)  # fmt: skip


class ChangeStepShape(serializers.ModelSerializer):
    owner = Ref(allow_null=True)
    done_by = Ref(allow_null=True)

    class Meta:
        model = ChangeStep
        fields: ClassVar = [
            "id",
            "part",
            "place",
            "what",
            "minutes",
            "owner",
            "no_return",
            "done_at",
            "done_by",
            "note",
        ]


class WhoMustKnowShape(serializers.Serializer):
    """People by what they work with and where."""

    services = serializers.ListField(child=serializers.IntegerField(), required=False)
    sites = serializers.ListField(child=serializers.IntegerField(), required=False)
    teams = serializers.ListField(child=serializers.IntegerField(), required=False)
    people = serializers.ListField(child=serializers.IntegerField(), required=False)

    KNOWN: ClassVar = {"services": Service, "sites": Site, "teams": Team, "people": Person}

    def validate(self, given: dict[str, list[int]]) -> dict[str, list[int]]:
        named = {name: sorted(set(ids)) for name, ids in given.items() if ids}
        if not named:
            raise serializers.ValidationError(_("Say who: name services, sites, teams or people."))
        for name, ids in named.items():
            model: Any = self.KNOWN[name]
            if model._default_manager.filter(pk__in=ids).count() != len(ids):
                raise serializers.ValidationError({name: [_("Not all of these exist.")]})
        return named


class ContractLineShape(serializers.ModelSerializer):
    who = WhoMustKnowShape()

    class Meta:
        model = ContractLine
        fields: ClassVar = [
            "id",
            "who",
            "label",
            "hours_before",
            "channel",
            "share",
            "overridden_at",
            "override_reason",
        ]


class ChangeRow(TicketRow):
    """In a list. What is not required is told to the desk only."""

    type = desk_only(serializers.ChoiceField, choices=Type.choices)
    risk_level = desk_only(serializers.ChoiceField, choices=[("", "—"), *Level.choices])
    starts_at = desk_only(serializers.DateTimeField, allow_null=True)
    ends_at = desk_only(serializers.DateTimeField, allow_null=True)


class ReasonOfRiskShape(serializers.Serializer):
    words = serializers.CharField()
    points = serializers.IntegerField()


class ObstacleShape(serializers.Serializer):
    key = serializers.CharField()
    words = serializers.CharField(help_text="What to do about it.")


class ChangeShape(TicketDetail):
    """A change. What is not required is told to the desk only."""

    type = serializers.ChoiceField(Type.choices)
    model = serializers.CharField(allow_null=True, help_text="The key of its change model.")
    benefit = serializers.CharField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField([("", "—"), *Outcome.choices])
    services = Ref(many=True)
    reason = desk_only(serializers.CharField)
    risk_answers = desk_only(serializers.DictField, help_text="Question's key → place of the choice, from 0.")
    risk_score = desk_only(serializers.IntegerField, allow_null=True)
    risk_level = desk_only(serializers.ChoiceField, choices=[("", "—"), *Level.choices])
    risk_because = desk_only(ReasonOfRiskShape, many=True)
    test_evidence = desk_only(serializers.CharField)
    back_out_plan = desk_only(serializers.CharField)
    back_out_minutes = desk_only(serializers.IntegerField, allow_null=True)
    steps = desk_only(ChangeStepShape, many=True)
    contract = desk_only(ContractLineShape, many=True)
    checks = desk_only(
        serializers.ListField, child=serializers.CharField(), help_text="To be confirmed when it starts."
    )
    obstacles = desk_only(ObstacleShape, many=True, help_text="Before it goes on.")
    digest = desk_only(serializers.CharField, help_text="The fingerprint of the plan: what is authorised.")
    authorised_at = desk_only(serializers.DateTimeField, allow_null=True)
    communication_right = desk_only(serializers.BooleanField, allow_null=True)
    review_words = desk_only(serializers.CharField)
    review_due_at = desk_only(serializers.DateTimeField, allow_null=True)

    def to_representation(self, ticket: Ticket) -> dict[str, Any]:
        told, change = super().to_representation(ticket), ticket.specific
        told |= {name: getattr(change, name) for name in TOLD_TO_ALL}
        told["model"] = change.model.key if change.model else None
        told["services"] = [ref(service) for service in change.services.all()]
        return told | self.for_the_desk(change) if self.context["request"].user.works_the_desk else told

    def for_the_desk(self, change: Change) -> dict[str, Any]:
        steps = change.steps.select_related("owner", "done_by")
        obstacles = in_the_way(change, self.context["now"])
        return {
            **{name: getattr(change, name) for name in FOR_THE_DESK},
            "risk_because": [{"words": words, "points": points} for words, points in change.risk_because],
            "steps": ChangeStepShape(steps, many=True).data,
            "contract": ContractLineShape(change.contract.all(), many=True).data,
            "checks": change.checks,
            "obstacles": [{"key": one.key, "words": one.words} for one in obstacles],
            "digest": change.digest,
        }


class ChangeStepBody(serializers.Serializer):
    what = serializers.CharField(max_length=240)
    minutes = serializers.IntegerField(min_value=1, max_value=7 * 24 * 60)
    owner = PersonId(required=False, allow_null=True)
    no_return = serializers.BooleanField(required=False, help_text="No way back after this step.")


class ContractLineBody(serializers.Serializer):
    who = WhoMustKnowShape()
    label: Any = serializers.CharField(max_length=160)
    hours_before = serializers.IntegerField(min_value=0, max_value=999, required=False)
    channel = serializers.ChoiceField(ContractLine.Channel.choices, required=False)
    share = serializers.IntegerField(min_value=0, max_value=100, required=False)


def of_services(**options: Any) -> Any:
    return serializers.PrimaryKeyRelatedField(queryset=Service.objects.active(), **options)


class ChangePlanBody(serializers.Serializer):
    """What is left out stays as it is; a list that is given replaces the whole list."""

    title = serializers.CharField(max_length=200, required=False)
    type = serializers.ChoiceField(Type.choices, required=False, help_text="While it is a draft.")
    model = serializers.SlugRelatedField(
        slug_field="key",
        queryset=ChangeModel.objects.filter(state="authorised"),
        required=False,
        allow_null=True,
    )
    description, reason = Words(required=False, allow_blank=True), Words(required=False, allow_blank=True)
    benefit = Words(required=False, allow_blank=True)
    service = of_services(required=False, allow_null=True)
    services = of_services(required=False, many=True)
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    risk_answers: Any = serializers.DictField(
        child=serializers.IntegerField(min_value=0),
        required=False,
        help_text="Question's key → place of the choice, from 0.",
    )
    test_evidence = Words(required=False, allow_blank=True)
    back_out_plan = Words(required=False, allow_blank=True)
    back_out_minutes = serializers.IntegerField(
        min_value=1, max_value=32_000, required=False, allow_null=True
    )
    steps, back_out_steps = (
        ChangeStepBody(many=True, required=False),
        ChangeStepBody(many=True, required=False),
    )
    contract = ContractLineBody(many=True, required=False)

    def validate_risk_answers(self, given: dict[str, int]) -> dict[str, int]:
        known = {
            question.key: len(question.choices) for question in RiskQuestion.objects.filter(is_active=True)
        }
        wrong = [key for key, place in given.items() if place >= known.get(key, 0)]
        if wrong:
            raise serializers.ValidationError(
                _("There is no such question or choice: %(key)s.") % {"key": wrong[0]}
            )
        return given


class EditChangeBody(ChangePlanBody):
    impact = serializers.ChoiceField(Ticket.Impact.choices, required=False)
    urgency = serializers.ChoiceField(Ticket.Urgency.choices, required=False)
    priority = serializers.ChoiceField(Ticket.Priority.choices, required=False)
    site = serializers.PrimaryKeyRelatedField(queryset=Site.objects.all(), required=False, allow_null=True)
    seen = Seen()


class ProposeChangeBody(ChangePlanBody):
    title = serializers.CharField(max_length=200)
    requester = PersonId(required=False, help_text="For whom it is; otherwise it is you.")
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.filter(is_active=True), required=False)
    assignee = PersonId(required=False, allow_null=True, help_text="Who carries it out; otherwise it is you.")


class StartChangeBody(serializers.Serializer):
    confirmed = serializers.ListField(
        child=serializers.CharField(max_length=1000),
        required=False,
        help_text="The `checks` that you have made, each in its own words. All of them, or it does not start.",
    )


class CarriedOutBody(serializers.Serializer):
    words = Words(help_text="How it went.")


class CloseChangeBody(serializers.Serializer):
    outcome = serializers.ChoiceField(Outcome.choices)
    communication_right = serializers.BooleanField(help_text="Did those who had to know know in time?")
    words = Words(help_text="What was learned.")
