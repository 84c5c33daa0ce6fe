"""What you are asked to agree to, and your answer, by API; and who must agree to a ticket you see."""

from typing import Any, ClassVar

import django_filters
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.approvals.deciding import decide
from catalog.approvals.looking import shown
from catalog.approvals.subject import files_of
from catalog.models import Approval, ApprovalStep
from itsm.frame.api.views import Api
from itsm.tickets.api.shapes import Ref
from itsm.tickets.models import Channel, Ticket
from itsm.tickets.views.files import download

ID = "[0-9]{1,18}"
LONGEST = 2000


class ApprovalRow(serializers.ModelSerializer):
    ticket = serializers.CharField(source="step.ticket.number", help_text="As in REQ-1042.")
    title = serializers.CharField(source="step.ticket.title")
    requester = Ref(source="step.ticket.requester")
    step = serializers.CharField(source="step.name")
    asked_at = serializers.DateTimeField(source="step.asked_at")
    stands_for = Ref(allow_null=True)

    class Meta:
        model = Approval
        fields: ClassVar = [
            "id", "ticket", "title", "requester", "step", "asked_at", "state", "because", "stands_for", "words", "channel",
            "decided_at",
        ]  # fmt: skip
        read_only_fields: ClassVar = fields


class ApprovalAnswerShape(serializers.Serializer):
    question = serializers.CharField()
    answer = serializers.CharField()


class ApprovalFileShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    size = serializers.IntegerField()


class SubjectShape(serializers.Serializer):
    """Exactly what is agreed to."""

    title = serializers.CharField()
    what = serializers.CharField()
    version = serializers.CharField()
    cost = serializers.CharField()
    answers = ApprovalAnswerShape(many=True)
    files = ApprovalFileShape(many=True)


class ApprovalDetail(ApprovalRow):
    digest = serializers.CharField(
        source="step.digest", help_text="The fingerprint of what is agreed to; send it with your answer."
    )
    subject = SubjectShape()
    why_not = serializers.CharField(
        allow_null=True, help_text="Why there is nothing to decide any more, or null."
    )

    class Meta(ApprovalRow.Meta):
        fields: ClassVar = [*ApprovalRow.Meta.fields, "digest", "subject", "why_not"]
        read_only_fields: ClassVar = fields

    def to_representation(self, approval: Any) -> Any:
        """What the page shows, asked once."""
        found = shown(approval)
        told, why = found["subject"], found["why_not"]
        answers = [{"question": question, "answer": answer} for question, answer in told.lines]
        about = {name: getattr(told, name) for name in ("title", "what", "version", "cost")}
        approval.subject = {**about, "answers": answers, "files": found["files"]}
        approval.why_not = str(why.label) if why else None
        return super().to_representation(approval)


class ApproveBody(serializers.Serializer):
    digest = serializers.CharField(max_length=64, help_text="Of what you were shown.")
    words = serializers.CharField(
        max_length=LONGEST, required=False, allow_blank=True, help_text="The colleague reads them."
    )


class DeclineBody(ApproveBody):
    words = serializers.CharField(
        max_length=LONGEST, help_text="Why, in plain words: the colleague reads it."
    )


class ApprovalFilter(django_filters.FilterSet):
    class Meta:
        model = Approval
        fields: ClassVar = ["state"]


class ApprovalViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What you were asked to agree to, the newest first. Nobody sees or decides what somebody else was asked."""

    queryset = Approval.objects.none()
    serializer_class = ApprovalDetail
    filterset_class = ApprovalFilter
    lookup_value_regex = ID
    order = ("-pk",)

    def get_serializer_class(self) -> Any:
        return ApprovalRow if self.action == "list" else ApprovalDetail

    def get_queryset(self) -> Any:
        return Approval.objects.of(self.request.user).with_subject()

    @extend_schema(request=ApproveBody, responses=ApprovalDetail)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Say yes to exactly what you were shown. Said twice, or too late, it is refused and changes nothing."""
        return self.answer(ApproveBody, agrees=True)

    @extend_schema(request=DeclineBody, responses=ApprovalDetail)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Say no, and why."""
        return self.answer(DeclineBody, agrees=False)

    def answer(self, body: Any, *, agrees: bool) -> Response:
        mine = self.get_object()
        decide(mine, agrees=agrees, by=self.request.user, channel=Channel.API, **self.checked(body))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The file.")}
    )
    @action(detail=True, url_path=f"files/(?P<file>{ID})")
    def files(self, request: Request, pk: str, file: str) -> HttpResponse:
        """A file that came with what is asked for: always a download in a sandbox."""
        return download(get_object_or_404(files_of(self.get_object().step.ticket), pk=file))


class VoiceShape(serializers.ModelSerializer):
    person, stands_for = Ref(), Ref(allow_null=True)

    class Meta:
        model = Approval
        fields: ClassVar = ["person", "stands_for", "because", "state", "words", "decided_at"]


class ApprovalStepShape(serializers.ModelSerializer):
    ticket: Any = serializers.CharField(source="ticket.number")
    approvals = VoiceShape(many=True)

    class Meta:
        model = ApprovalStep
        fields: ClassVar = [
            "id", "ticket", "place", "name", "rule", "share", "state", "digest", "asked_at", "remind_at", "escalate_at",
            "decided_at", "approvals",
        ]  # fmt: skip


class StepFilter(django_filters.FilterSet):
    ticket = django_filters.CharFilter("ticket__number", "iexact", help_text="As in REQ-1042.")

    class Meta:
        model = ApprovalStep
        fields: ClassVar = ["ticket", "state"]


class StepViewSet(Api, ListModelMixin):
    """Who must agree to a ticket you see: the steps, who was asked when, and what they said."""

    queryset = ApprovalStep.objects.none()
    serializer_class = ApprovalStepShape
    filterset_class = StepFilter
    order = ("-pk",)

    def get_queryset(self) -> Any:
        mine = Ticket.objects.visible_to(self.request.user)
        return (
            ApprovalStep.objects.filter(ticket__in=mine.values("pk")).select_related("ticket").with_people()
        )
