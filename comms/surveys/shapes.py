"""Surveys as the API tells and takes them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers

from comms.models import Answer, Invitation, Survey, SurveyRules
from comms.models.answer import BEST, MOST_LOST
from comms.models.survey import BY_THEMSELVES
from comms.surveys import letters, links, questions
from comms.surveys.forms import LONGEST, CampaignForm
from comms.surveys.results import Results
from itsm.people.models import Audience, Site, Team
from itsm.people.roles import GROUPS
from itsm.services.models import Goal, Service
from itsm.tickets.api.shapes import Ref


class SurveyRow(serializers.ModelSerializer):
    named = serializers.BooleanField(read_only=True, help_text="After a ticket: answers stand with names.")
    service = Ref(allow_null=True)
    goal = Ref(allow_null=True)
    notice = serializers.CharField(source="notice.number", allow_null=True, default=None)
    change = serializers.CharField(source="change.number", allow_null=True, default=None)
    by = Ref(allow_null=True, help_text="Nobody: it began by itself.")
    question = serializers.SerializerMethodField(
        help_text="In words, whether or not somebody wrote their own."
    )

    class Meta:
        model = Survey
        fields: ClassVar = [
            "id", "kind", "title", "question", "purpose", "named", "service", "goal", "baseline", "target", "notice", "change", "by",
            "opened_at", "closes_at", "closed_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_question(self, survey: Survey) -> str:
        return questions.question_of(survey, "…")


class ReasonShape(serializers.Serializer):
    reason = serializers.CharField()
    words = serializers.CharField()
    count = serializers.IntegerField()

    def to_representation(self, one: Any) -> Any:
        reason, words, count = one
        return {"reason": reason, "words": words, "count": count}


class SurveyShape(serializers.Serializer):
    """What came of it. Figures are of the answers that are out; of fewer than 20 they say more about chance."""

    asked = serializers.IntegerField(source="asked.asked")
    answered = serializers.IntegerField(source="asked.answered")
    sealed = serializers.IntegerField(help_text="Of them: not out yet, because they are too few.")
    group = serializers.IntegerField(help_text="At least so many come out together.")
    count = serializers.IntegerField(source="figures.n", help_text="Answers that the figures are of.")
    happiness = serializers.IntegerField(source="figures.happiness", allow_null=True)
    csat = serializers.IntegerField(source="figures.csat", allow_null=True)
    progress = serializers.IntegerField(allow_null=True, help_text="Of the way to the target, in percent.")
    ratings = serializers.ListField(child=serializers.IntegerField(), help_text="How many gave 0, 1, 2 … 10.")
    themes = ReasonShape(many=True)

    def to_representation(self, results: Results) -> Any:
        told = {
            name: field.to_representation(value)
            if (value := field.get_attribute(results)) is not None
            else None
            for name, field in self.fields.items()
            if name not in {"ratings", "themes"}
        }
        counted = {
            "ratings": [count for _rating, count in results.ratings()],
            "themes": ReasonShape(results.themes(), many=True).data,
        }
        return {**SurveyRow(results.survey).data, **told, **counted}


class SurveyAnswerShape(serializers.ModelSerializer):
    """`person` and `ticket` only after a ticket; without names they are not known to anybody."""

    survey = serializers.IntegerField(source="survey_id")
    reason_words = serializers.SerializerMethodField()
    ticket = serializers.CharField(source="ticket.number", allow_null=True, default=None)
    person = Ref(allow_null=True)
    feedback = serializers.CharField(source="feedback.number", allow_null=True, default=None)

    class Meta:
        model = Answer
        fields: ClassVar = [
            "survey", "at", "rating", "reason", "reason_words", "lost_minutes", "clear", "words", "ticket", "person", "feedback",
        ]  # fmt: skip
        read_only_fields = fields

    def get_reason_words(self, answer: Answer) -> str:
        return questions.reason_of(answer, answer.survey.kind)


class CampaignBody(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    question = serializers.CharField(max_length=200, required=False)
    purpose = serializers.CharField(required=False)
    goal = serializers.PrimaryKeyRelatedField(
        queryset=Goal.objects.pursued(), required=False, allow_null=True
    )
    baseline = serializers.IntegerField(min_value=-100, max_value=100, required=False, allow_null=True)
    target = serializers.IntegerField(min_value=-100, max_value=100, required=False, allow_null=True)
    service = serializers.PrimaryKeyRelatedField(
        queryset=Service.objects.active(), required=False, allow_null=True
    )
    audience = serializers.ChoiceField(Audience.choices, default=Audience.EVERYONE)
    sites = serializers.PrimaryKeyRelatedField(queryset=Site.objects.all(), many=True, required=False)
    teams = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.filter(is_active=True), many=True, required=False
    )
    roles = serializers.MultipleChoiceField(choices=[(role, role) for role in GROUPS], required=False)
    closes_on = serializers.DateField(help_text="The last day on which it is asked.")


class SurveyReachShape(serializers.Serializer):
    people = serializers.IntegerField()
    later = serializers.IntegerField(help_text="Of them: asked something lately, so their turn comes later.")


def campaign(given: Mapping[str, Any]) -> CampaignForm:
    """The page's form, filled in."""
    plain = {name: _plain(value) for name, value in given.items()}
    return CampaignForm(plain)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, set)):
        return [_plain(each) for each in value]
    return getattr(value, "pk", value)


class SurveyRulesShape(serializers.ModelSerializer):
    class Meta:
        model = SurveyRules
        fields: ClassVar = [
            "kinds",
            "sampling_days",
            "wait_hours",
            "remind_days",
            "minimum_group",
            "changed_at",
        ]
        read_only_fields = fields


class SurveyRulesBody(serializers.Serializer):
    kinds = serializers.MultipleChoiceField(choices=BY_THEMSELVES, required=False)
    sampling_days = serializers.IntegerField(min_value=1, max_value=365, required=False)
    wait_hours = serializers.IntegerField(min_value=0, max_value=72, required=False)
    remind_days = serializers.IntegerField(min_value=0, max_value=30, required=False)
    minimum_group = serializers.IntegerField(min_value=5, max_value=100, required=False)


class InvitationShape(serializers.ModelSerializer):
    question = serializers.SerializerMethodField()
    ticket = serializers.CharField(source="ticket.number", allow_null=True, default=None)
    kind = serializers.CharField(source="survey.kind")
    who_reads = serializers.SerializerMethodField(help_text="Whether it is by name, and what becomes of it.")
    closes_at = serializers.DateTimeField(source="survey.closes_at", allow_null=True)
    url = serializers.SerializerMethodField(help_text="The page that takes the answer without a sign-in.")

    class Meta:
        model = Invitation
        fields: ClassVar = ["id", "kind", "question", "ticket", "who_reads", "asked_at", "closes_at", "url"]
        read_only_fields = fields

    def get_question(self, mine: Invitation) -> str:
        return questions.question_of(mine.survey, letters.title_of(mine))

    def get_who_reads(self, mine: Invitation) -> str:
        return letters.who_reads(mine)

    def get_url(self, mine: Invitation) -> str:
        return links.address(mine)


class SurveyAnswerBody(serializers.Serializer):
    rating = serializers.IntegerField(min_value=0, max_value=BEST)
    reason = serializers.CharField(
        max_length=12, required=False, help_text="One of those that fit the rating."
    )
    lost_minutes = serializers.IntegerField(
        min_value=0,
        max_value=MOST_LOST,
        required=False,
        help_text=f"One of {', '.join(map(str, questions.LOST))}.",
    )
    clear = serializers.BooleanField(required=False)
    words = serializers.CharField(max_length=LONGEST, required=False)


def as_typed(given: Mapping[str, Any]) -> dict[str, Any]:
    """For the page's form."""
    clear = "" if given.get("clear") is None else "yes" if given["clear"] else "no"
    return {**given, "clear": clear}


class KeptShape(serializers.Serializer):
    rating = serializers.IntegerField()
    feedback = serializers.CharField(
        source="feedback.number",
        allow_null=True,
        default=None,
        help_text="Somebody has been told and gets back to you.",
    )
