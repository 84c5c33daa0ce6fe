"""How feedback is told by API, and what may be sent about it. Colleagues are told what colleagues read; the desk is told more."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from comms.feedback import said
from comms.feedback.forms import LONGEST
from comms.models import Feedback, FeedbackStep, Notice, Theme
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.api.bodies import Number, PersonId
from itsm.tickets.api.shapes import Ref

FOR_THE_DESK = ("theme", "page", "improvement", "you_said", "allowed_verbs")
THEIR_OWN = (
    "source",
    "rating",
    "rating_of",
    "rated_again",
    "ticket",
    "notice",
)  # of somebody else's idea nobody's concern


class FeedbackStepShape(serializers.ModelSerializer):
    by = Ref(read_only=True, allow_null=True)

    class Meta:
        model = FeedbackStep
        fields: ClassVar = ["verb", "by", "at", "words", "by_when", "to", "due_at", "answered_at"]


class FeedbackRow(serializers.ModelSerializer):
    """`waiting_since` is null once its author has an answer; `due_at` is by when one was promised."""

    author = Ref(read_only=True, allow_null=True)
    team = Ref(read_only=True)
    owner = Ref(read_only=True, allow_null=True)
    service = Ref(read_only=True, allow_null=True)
    theme = Ref(read_only=True, allow_null=True)
    ticket: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    notice: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = Feedback
        fields: ClassVar = [
            "number", "kind", "source", "title", "words", "rating", "rating_of", "rated_again", "page", "author", "ticket",
            "notice", "service", "team", "owner", "theme", "state", "heard_at", "waiting_since", "due_at", "answered_at",
            "planned_for", "ended_at", "votes", "you_said", "we_did",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, feedback: Feedback) -> dict[str, Any]:
        told = super().to_representation(feedback)
        person = self.context["request"].user
        if person.works_the_desk:
            return told
        hidden = FOR_THE_DESK if feedback.author_id == person.pk else (*FOR_THE_DESK, *THEIR_OWN)
        return {name: value for name, value in told.items() if name not in hidden}


class FeedbackShape(FeedbackRow):
    steps = serializers.SerializerMethodField()
    allowed_verbs = serializers.ListField(child=serializers.CharField(), read_only=True)
    improvement: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)

    class Meta(FeedbackRow.Meta):
        fields: ClassVar = [*FeedbackRow.Meta.fields, "improvement", "allowed_verbs", "steps"]
        read_only_fields = fields

    @extend_schema_field(FeedbackStepShape(many=True))
    def get_steps(self, feedback: Feedback) -> Any:
        """The history, oldest first."""
        steps = said.steps_for(feedback, self.context["request"].user)
        return FeedbackStepShape(steps, many=True).data


class SaidAndDoneShape(serializers.ModelSerializer):
    """You said, we did; in words without names."""

    you_said = serializers.SerializerMethodField()
    service = Ref(read_only=True, allow_null=True)

    class Meta:
        model = Feedback
        fields: ClassVar = ["state", "you_said", "we_did", "service", "planned_for", "ended_at"]
        read_only_fields = fields

    def get_you_said(self, feedback: Feedback) -> str:
        return feedback.you_said or feedback.title


class FeedbackNotice(serializers.CharField):
    """A notice by its number, if it was for them."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        number = super().run_validation(data).upper()
        found = Notice.objects.visible_to(self.context["request"].user).filter(number=number).first()
        if found is None:
            raise serializers.ValidationError(_("There is no notice with this number."))
        return found


class FeedbackBody(serializers.Serializer):
    """`words`; of an idea `title`, and `words` if there is more to say. What it is about is optional, and one thing."""

    kind = serializers.ChoiceField(Feedback.Kind.choices, default=Feedback.Kind.WORD)
    title = serializers.CharField(max_length=120, required=False)
    words = serializers.CharField(max_length=LONGEST, required=False)
    ticket = Number(required=False)
    notice = FeedbackNotice(max_length=20, required=False, help_text="As in NTC-7.")
    service = serializers.PrimaryKeyRelatedField(queryset=Service.objects.active(), required=False)
    author = PersonId(required=False, help_text="For the desk: who said it to you. They get the receipt.")

    def validate_author(self, author: Person) -> Person:
        if not self.context["request"].user.has_perm("comms.answer_feedback"):
            raise serializers.ValidationError(_("Only the desk writes down what others said."))
        return author

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        needed = "title" if given["kind"] == Feedback.Kind.IDEA else "words"
        if not given.get(needed, "").strip():
            raise serializers.ValidationError({needed: _("Say it in words.")})
        if needed == "title" and ("ticket" in given or "notice" in given):
            raise serializers.ValidationError({"kind": _("An idea is for everybody, and about no ticket.")})
        return given


class FeedbackWordsBody(serializers.Serializer):
    words = serializers.CharField(max_length=LONGEST)


class ToAllBody(serializers.Serializer):
    you_said = serializers.CharField(
        max_length=160, required=False, allow_blank=True, default="",
        help_text="For everybody on “You said, we did”, without names. An idea stands there by itself.",
    )  # fmt: skip
    we_did = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class FeedbackFinishBody(ToAllBody):
    words = serializers.CharField(max_length=LONGEST, help_text="To whoever said it.")


class FeedbackPlanBody(FeedbackFinishBody):
    by_when = serializers.DateField(required=False, allow_null=True, default=None)


class FeedbackDeclineBody(ToAllBody):
    reason = serializers.CharField(max_length=LONGEST, help_text="To whoever said it: why not now.")


class FeedbackGiveBody(serializers.Serializer):
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.filter(is_active=True))
    owner = serializers.PrimaryKeyRelatedField(
        queryset=Person.objects.active(), required=False, allow_null=True, default=None, help_text="Null is the team."
    )  # fmt: skip


class FeedbackSortBody(serializers.Serializer):
    theme = serializers.PrimaryKeyRelatedField(queryset=Theme.objects.all(), allow_null=True)


class FeedbackRateBody(serializers.Serializer):
    rating = serializers.IntegerField(min_value=0, max_value=10, help_text="Up to its `rating_of`.")
    words = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, default="")


class FeedbackThemeShape(serializers.ModelSerializer):
    """`n` is as long as its list, `open` as the list of what is open."""

    n = serializers.IntegerField(read_only=True)
    open = serializers.IntegerField(read_only=True)

    class Meta:
        model = Theme
        fields: ClassVar = ["id", "name", "n", "open"]
