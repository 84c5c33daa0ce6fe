"""How deployments and pipelines are told, and what telling of a run takes: the same for the hook and the API."""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from changes.models import ChangeModel, Deployment, Pipeline
from itsm.people.models import Person
from itsm.tickets.api.bodies import PersonId
from itsm.tickets.api.shapes import Ref

RESULTS = [(value, label) for value, label in Deployment.Result.choices if value]
LONGEST = 10_000  # characters: a summary, not a log


def optional(longest: int, **options: Any) -> Any:
    return serializers.CharField(max_length=longest, required=False, allow_blank=True, **options)


class DeploymentShape(serializers.ModelSerializer):
    pipeline = serializers.CharField(source="pipeline.key")
    change = serializers.CharField(source="change.number")
    address = serializers.SerializerMethodField(help_text="The page of the change.")
    status = serializers.CharField(source="change.status", help_text="Of the change.")

    class Meta:
        model = Deployment
        fields: ClassVar = [
            "id", "pipeline", "run", "change", "address", "status", "result", "commit", "url", "began_at", "ended_at",
        ]  # fmt: skip
        read_only_fields: ClassVar = fields

    def get_address(self, deployment: Deployment) -> str:
        return settings.BASE_URL + deployment.change.get_absolute_url()


class RunBody(serializers.Serializer):
    run = serializers.CharField(
        max_length=120, help_text="The pipeline's own number for it: a second call is harmless."
    )
    title = optional(200, help_text="What is deployed. Otherwise the pipeline's name and the run.")
    commit = optional(80)
    url = serializers.URLField(
        max_length=400, required=False, allow_blank=True, help_text="Where the run is to be seen."
    )
    words = optional(LONGEST, help_text="What is new; when it is over, how it went.")
    confirmed = serializers.ListField(
        child=serializers.CharField(max_length=1000),
        required=False,
        help_text="The checks of the change model that were made before it began, each in its own words.",
    )


class HookBody(RunBody):
    event = serializers.ChoiceField(["started", "finished"])
    result = serializers.ChoiceField(RESULTS, required=False, allow_blank=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if (given.pop("event") == "finished") != bool(given.get("result")):
            raise serializers.ValidationError(
                {"result": [_("What is finished has a result, what is started has none.")]}
            )
        return given


class DeploymentBody(RunBody):
    pipeline = serializers.SlugRelatedField(
        slug_field="key", queryset=Pipeline.objects.all(), help_text="Its key."
    )
    result = serializers.ChoiceField(
        RESULTS, required=False, allow_blank=True, help_text="If it is over already."
    )


class FinishDeploymentBody(serializers.Serializer):
    result = serializers.ChoiceField(RESULTS)
    words = optional(LONGEST, help_text="How it went.")


class PipelineShape(serializers.ModelSerializer):
    model = serializers.SlugRelatedField(
        slug_field="key", queryset=ChangeModel.objects.all(), help_text="The key of its change model."
    )
    speaks_for = Ref()

    class Meta:
        model = Pipeline
        fields: ClassVar = [
            "key", "name", "model", "speaks_for", "is_active", "heard_at", "refused_at", "refused_why",
        ]  # fmt: skip
        read_only_fields: ClassVar = fields


class PipelineSecretShape(PipelineShape):
    secret = serializers.CharField(read_only=True, help_text="This once.")

    class Meta(PipelineShape.Meta):
        fields: ClassVar = [*PipelineShape.Meta.fields, "secret"]


class PipelineBody(serializers.ModelSerializer):
    model = serializers.SlugRelatedField(slug_field="key", queryset=ChangeModel.objects.all())
    speaks_for: Any = PersonId(help_text="In whose name it changes things.")

    class Meta:
        model = Pipeline
        fields: ClassVar = ["name", "model", "speaks_for", "is_active"]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        model: ChangeModel = given.get("model") or self.instance.model  # type: ignore[union-attr]
        person: Person = given.get("speaks_for") or self.instance.speaks_for  # type: ignore[union-attr]
        Pipeline(model=model, speaks_for=person).clean()
        return given
