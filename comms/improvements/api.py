"""The register of improvements by API."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.improvements import figures, verbs
from comms.improvements.filters import ImprovementFilter
from comms.improvements.origin import Origin
from comms.models import Improvement, ImprovementStep
from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.tickets.api.shapes import Ref

WORK = "comms.work_improvement"
LONGEST = 4000
ways: Any = {"detail": True, "methods": ["post"], "filterset_class": None, "pagination_class": None}


class KeptFigureShape(serializers.Serializer):
    """A figure as it was on that day: over whole days from `since` to `until`; null where there were too few."""

    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    since, until = serializers.DateField(), serializers.DateField()


class ImprovementRow(serializers.ModelSerializer):
    owner = Ref(read_only=True)
    service = Ref(read_only=True, allow_null=True)
    team = Ref(read_only=True, allow_null=True)
    before = KeptFigureShape(read_only=True, allow_null=True)
    after = KeptFigureShape(read_only=True, allow_null=True)

    class Meta:
        model = Improvement
        fields: ClassVar = [
            "number", "title", "why", "owner", "source", "origin", "service", "team", "measure", "days", "before", "after",
            "cost", "effect", "outcome", "state", "proposed_at", "started_at", "review_on", "ended_at",
        ]  # fmt: skip
        read_only_fields = fields


class ImprovementStepShape(serializers.ModelSerializer):
    by = Ref(read_only=True)

    class Meta:
        model = ImprovementStep
        fields: ClassVar = ["verb", "by", "at", "words"]


class ImprovementShape(ImprovementRow):
    steps = ImprovementStepShape(many=True, read_only=True)
    allowed_verbs = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(ImprovementRow.Meta):
        fields: ClassVar = [*ImprovementRow.Meta.fields, "allowed_verbs", "steps"]
        read_only_fields = fields


class ImprovementBody(serializers.ModelSerializer):
    owner: Any = serializers.PrimaryKeyRelatedField(
        queryset=Person.objects.active().filter(groups__name__in=DESK).distinct(), help_text="Of the desk."
    )
    origin = serializers.CharField(
        max_length=80, required=False, write_only=True,
        help_text="Where it comes from: FBK-3, INC-1042, a meeting's number, or the key of a figure.",
    )  # fmt: skip

    class Meta:
        model = Improvement
        fields: ClassVar = [
            "title", "why", "owner", "origin", "service", "team", "measure", "days", "cost", "review_on",
        ]  # fmt: skip
        extra_kwargs: ClassVar = {"why": {"max_length": LONGEST}, "days": {"min_value": 1, "max_value": 366}}

    def validate_measure(self, measure: str) -> str:
        if measure and measure not in {one.key for one in figures.offered()}:
            raise serializers.ValidationError(_("There is no figure with this key."))
        return measure


class ImprovementEditBody(ImprovementBody):
    class Meta(ImprovementBody.Meta):
        fields: ClassVar = [name for name in ImprovementBody.Meta.fields if name != "origin"]

    origin = None  # type: ignore[assignment]


class ImprovementStartBody(serializers.Serializer):
    review_on = serializers.DateField(required=False, allow_null=True, default=None)


class ImprovementReviewBody(serializers.Serializer):
    outcome = serializers.ChoiceField(Improvement.Outcome.choices)
    effect = serializers.CharField(max_length=LONGEST)
    cost = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ImprovementNoteBody(serializers.Serializer):
    words = serializers.CharField(max_length=LONGEST)


class ImprovementDropBody(serializers.Serializer):
    reason = serializers.CharField(max_length=LONGEST)


def takes(body: Any) -> Any:
    return extend_schema(request=body, responses=ImprovementShape)


class ImprovementViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What shall be better: who sees to it, what it costs, and what a figure says before and after."""

    queryset = Improvement.objects.none()
    serializer_class: Any = ImprovementShape
    filterset_class: Any = ImprovementFilter
    needs = (may(WORK),)
    lookup_field = "number"
    lookup_value_regex = "[A-Za-z]{3}-[0-9]{1,18}"
    order = ("-pk",)

    def get_queryset(self) -> Any:
        return Improvement.objects.with_people()

    def get_serializer_class(self) -> Any:
        return ImprovementRow if self.action == "list" else ImprovementShape

    def get_object(self) -> Improvement:
        found: Improvement = get_object_or_404(self.get_queryset(), number=self.kwargs["number"].upper())
        return found

    def told(self, improvement: Improvement, status: int = 200) -> Response:
        shape = ImprovementShape(improvement, context=self.get_serializer_context())
        return Response(shape.data, status=status)

    @extend_schema(request=ImprovementBody, responses={201: ImprovementShape})
    @once
    def create(self, request: Request) -> Response:
        """Write down what shall be better."""
        given = self.checked(ImprovementBody)
        origin = Origin.of(given.pop("origin", ""), self.request.user)
        made = verbs.propose(
            by=self.request.user, source=origin.source, origin=origin.name, feedback=origin.feedback, **given
        )
        return self.told(made, 201)

    @takes(ImprovementEditBody)
    def partial_update(self, request: Request, number: str) -> Response:
        """Change what it is about. Once it has started its figure stays."""
        found = self.get_object()
        shape = ImprovementEditBody(data=request.data, partial=True, context=self.get_serializer_context())
        shape.is_valid(raise_exception=True)
        verbs.edit(found, by=self.request.user, **shape.validated_data)
        return self.told(found)

    @takes(ImprovementStartBody)
    @action(**ways)
    def start(self, request: Request, number: str) -> Response:
        """It is worked on from now. Its figure is kept as it is."""
        found = self.get_object()
        verbs.start(found, by=self.request.user, **self.checked(ImprovementStartBody))
        return self.told(found)

    @takes(ImprovementNoteBody)
    @action(**ways)
    def note(self, request: Request, number: str) -> Response:
        """How far it is."""
        found = self.get_object()
        verbs.note(found, by=self.request.user, **self.checked(ImprovementNoteBody))
        return self.told(found)

    @takes(ImprovementReviewBody)
    @action(**ways)
    def review(self, request: Request, number: str) -> Response:
        """Look at it again: the figure as it is now stands beside the one before."""
        found = self.get_object()
        verbs.review(found, by=self.request.user, **self.checked(ImprovementReviewBody))
        return self.told(found)

    @takes(ImprovementDropBody)
    @action(**ways)
    def drop(self, request: Request, number: str) -> Response:
        """It will not be done, and why."""
        found = self.get_object()
        verbs.drop(found, by=self.request.user, **self.checked(ImprovementDropBody))
        return self.told(found)
