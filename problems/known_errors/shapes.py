"""How known errors are told, and what may be sent about them. Colleagues are told what colleagues read; the desk is told more."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from itsm.people.models import Person
from itsm.tickets.api.bodies import Number
from itsm.tickets.api.shapes import Ref
from itsm.tickets.models import Ticket
from problems.known_errors.forms import LONGEST
from problems.models import KnownError, Problem, Trial

FOR_THE_DESK = (
    "problem", "cause", "audience", "sites", "teams", "roles", "owner", "fix_change", "doubted_at", "edition", "version",
    "allowed_verbs", "history",
)  # fmt: skip
GIVEN = [(one.value, one.label) for one in Trial.GIVEN]


class KnownErrorRow(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    works = serializers.IntegerField(
        source="works_count", read_only=True, help_text="Of this edition of the way round."
    )
    fails = serializers.IntegerField(source="fails_count", read_only=True)

    class Meta:
        model = KnownError
        fields: ClassVar = [
            "number", "state", "title", "symptom", "affected", "since", "works", "fails", "published_at", "changed_at", "url",
        ]  # fmt: skip


class KnownErrorLineShape(serializers.Serializer):
    verb = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField(required=False)


class KnownErrorShape(KnownErrorRow):
    services = Ref(many=True, read_only=True)
    problem: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    fix_change: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    sites = Ref(many=True, read_only=True)
    teams = Ref(many=True, read_only=True)
    owner = Ref(read_only=True)
    answer = serializers.SerializerMethodField(help_text="What you answered; empty if you did not.")
    allowed_verbs = serializers.ListField(child=serializers.CharField(), read_only=True)
    history = KnownErrorLineShape(many=True, read_only=True)

    class Meta(KnownErrorRow.Meta):
        fields: ClassVar = [*KnownErrorRow.Meta.fields, "workaround", "services", "answer", *FOR_THE_DESK]

    def get_answer(self, known: KnownError) -> str:
        trial = known.trial_of(self.context["request"].user)
        return trial.answer if trial else ""

    def get_fields(self) -> dict[str, Any]:
        """A colleague is not told what only the desk needs. The schema, which nobody asks for, names all of it."""
        fields, request = super().get_fields(), self.context.get("request")
        if request and getattr(request.user, "is_authenticated", False) and not request.user.works_the_desk:
            for name in FOR_THE_DESK:
                del fields[name]
        return fields


class KnownErrorProblem(serializers.CharField):
    """A problem by its number, if the writer may see it."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The text is checked as text before anything is looked up by it."""
        given = super().run_validation(data)
        if given is None:
            return None
        number = given.upper()
        found = Problem.objects.visible_to(self.context["request"].user).filter(number=number).first()
        if found is None:
            raise serializers.ValidationError(
                _("There is no %(number)s that you may see.") % {"number": number}
            )
        return found


class KnownErrorBody(serializers.ModelSerializer):
    """What is left out stays as it is, or begins empty."""

    problem = KnownErrorProblem(max_length=20, required=False, allow_null=True, help_text="As in PRB-12.")
    owner: Any = serializers.PrimaryKeyRelatedField(
        queryset=Person.objects.filter(is_active=True), required=False
    )

    class Meta:
        model = KnownError
        fields: ClassVar = [
            "title", "symptom", "workaround", "cause", "affected", "since", "services", "problem", "owner", "audience",
            "sites", "teams", "roles",
        ]  # fmt: skip
        extra_kwargs: ClassVar = {
            **{name: {"max_length": LONGEST} for name in ("symptom", "workaround", "cause")},
            **{name: {"required": False, "allow_empty": True} for name in ("services", "sites", "teams")},
            "since": {"required": False},
        }


class KnownErrorEditBody(KnownErrorBody):
    seen = serializers.IntegerField(
        required=False,
        min_value=0,
        help_text="The `version` you had before you: if somebody was faster, 409.",
    )

    class Meta(KnownErrorBody.Meta):
        fields: ClassVar = [*KnownErrorBody.Meta.fields, "seen"]
        extra_kwargs: ClassVar = {
            **KnownErrorBody.Meta.extra_kwargs,
            "title": {"required": False},
            "symptom": {"required": False, "max_length": LONGEST},
        }


class KnownErrorReasonBody(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, trim_whitespace=True)


class KnownErrorFixBody(serializers.Serializer):
    change = Number(required=False)


class KnownErrorWordsBody(serializers.Serializer):
    words = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=2000,
        help_text="Above the way round, instead of ours.",
    )


class KnownErrorOfferBody(KnownErrorWordsBody):
    ticket = Number()


class KnownErrorToldShape(serializers.Serializer):
    tickets = serializers.IntegerField(help_text="On so many tickets a worker writes now.")


class KnownErrorAnswerBody(serializers.Serializer):
    answer = serializers.ChoiceField(GIVEN)
    environment = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    solved = serializers.BooleanField(
        required=False, default=False, help_text="With “works”: the trouble is over, the ticket through which they were told is resolved."
    )  # fmt: skip


class TrialShape(serializers.ModelSerializer):
    person = Ref(read_only=True)
    ticket: Any = serializers.SerializerMethodField()

    class Meta:
        model = Trial
        fields: ClassVar = [
            "person", "edition", "ticket", "environment", "answer", "words", "asked_at", "answered_at", "changed_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_ticket(self, trial: Trial) -> str | None:
        """Its number, unless the reader may not see it."""
        ticket: Ticket | None = trial.ticket
        if ticket is None or not ticket.is_visible_to(self.context["request"].user):
            return None
        return ticket.number


class KnownErrorRateShape(serializers.Serializer):
    environment = serializers.CharField()
    works = serializers.IntegerField(source="count.works")
    fails = serializers.IntegerField(source="count.fails")
