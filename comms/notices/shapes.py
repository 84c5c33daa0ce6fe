"""How notices are told by API, and what each request takes. A colleague's answer has their own audience's words and nothing else."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from comms.models import Addressee, Aim, Audience, Notice, Question, Text, Update
from itsm.people.models import Person
from itsm.tickets.api.shapes import Ref, desk_only

FOR_THE_DESK = (
    "ticket",
    "right",
    "drill",
    "lead_time_reason",
    "opened_by",
    "opened_at",
    "version",
    "allowed_verbs",
    "aim",
    "remind_after",
    "remind_at",
)


class TextShape(serializers.ModelSerializer):
    class Meta:
        model = Text
        fields: ClassVar = ["audience", "subject", *Text.SLOTS]


class UpdateShape(serializers.ModelSerializer):
    by = Ref(allow_null=True)
    texts = serializers.SerializerMethodField(
        help_text="For the desk all audiences' words; for a colleague theirs."
    )

    class Meta:
        model = Update
        fields: ClassVar = [
            "id", "verb", "phase", "by", "at", "next_update_at", "starts_at", "ends_at", "urgent", "lost", "texts",
        ]  # fmt: skip

    @extend_schema_field(TextShape(many=True))
    def get_texts(self, update: Update) -> Any:
        audience = self.context.get("audience")
        texts = [text for text in update.texts.all() if audience in {None, text.audience}]
        return TextShape(texts, many=True).data


class AimShape(serializers.ModelSerializer):
    class Meta:
        model = Aim
        fields: ClassVar = ["everyone", "services", "sites", "teams", "people", "without", "sponsor"]


class MineShape(serializers.ModelSerializer):
    """What is recorded about you and this notice."""

    because = serializers.CharField()

    class Meta:
        model = Addressee
        fields: ClassVar = [
            "audience", "because", "addressed_at", "delivered_at", "seen_at", "acknowledged_at", "answer", "answered_at",
            "understood", "clear", "affected_at", "reminded_at", "put_away",
        ]  # fmt: skip
        extra_kwargs: ClassVar = {"put_away": {"help_text": "The last message whose line you have put away."}}


class NoticeRow(serializers.ModelSerializer):
    """A notice in a list. What is not required is told to the desk only."""

    services, sites = Ref(many=True), Ref(many=True)
    ticket = desk_only(serializers.CharField, source="ticket.number", allow_null=True, default=None)
    opened_by = desk_only(Ref)
    allowed_verbs = desk_only(serializers.ListField, child=serializers.CharField())
    answers = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Notice
        fields: ClassVar[list[str]] = [
            "number", "kind", "phase", "open", "title", "services", "sites", "starts_at", "ends_at", "next_update_at",
            "must_acknowledge", "question", "answers", "public", "published_at", "over_at", "ticket", "right", "drill",
            "remind_after", "remind_at", "lead_time_reason", "opened_by", "opened_at", "version", "allowed_verbs",
        ]  # fmt: skip
        extra_kwargs: ClassVar = {
            name: {"required": False}
            for name in (
                "right",
                "drill",
                "remind_after",
                "remind_at",
                "lead_time_reason",
                "opened_at",
                "version",
            )
        }

    def get_fields(self) -> Any:
        fields = super().get_fields()
        request = self.context.get("request")
        if request and getattr(request.user, "is_authenticated", False) and not request.user.works_the_desk:
            return {name: field for name, field in fields.items() if name not in FOR_THE_DESK}
        return fields


class NoticeShape(NoticeRow):
    updates = serializers.SerializerMethodField()
    mine = serializers.SerializerMethodField(help_text="Null where it was not addressed to you.")
    aim = desk_only(AimShape, allow_null=True, default=None)

    class Meta(NoticeRow.Meta):
        fields: ClassVar[list[str]] = [*NoticeRow.Meta.fields, "updates", "mine", "aim"]

    def row_of(self, notice: Notice) -> Addressee | None:
        reader: Person = self.context["request"].user
        return Addressee.objects.filter(notice=notice, person=reader).first()

    @extend_schema_field(UpdateShape(many=True))
    def get_updates(self, notice: Notice) -> Any:
        reader: Person = self.context["request"].user
        row = None if reader.works_the_desk else self.row_of(notice)
        about = {
            "audience": row.audience if row else (None if reader.works_the_desk else Audience.COLLEAGUES)
        }
        found = notice.updates.select_related("by").prefetch_related("texts")
        return UpdateShape(found, many=True, context=about).data

    @extend_schema_field(MineShape(allow_null=True))
    def get_mine(self, notice: Notice) -> Any:
        row = self.row_of(notice)
        return MineShape(row).data if row else None


class CountsShape(serializers.Serializer):
    addressed, delivered, seen = (
        serializers.IntegerField(),
        serializers.IntegerField(),
        serializers.IntegerField(),
    )
    acknowledged, misread = serializers.IntegerField(), serializers.IntegerField()
    understood = serializers.IntegerField()


class FunnelShape(serializers.Serializer):
    colleagues, managers, it, sponsor, total = (
        CountsShape(),
        CountsShape(),
        CountsShape(),
        CountsShape(),
        CountsShape(),
    )


class AddresseeShape(serializers.ModelSerializer):
    person = Ref()
    because = serializers.CharField()

    class Meta:
        model = Addressee
        fields: ClassVar = [
            "person", "audience", "because", "delivered_at", "bounced_at", "seen_at", "acknowledged_at", "understood",
            "affected_at", "reminded_at",
        ]  # fmt: skip


class QuestionShape(serializers.ModelSerializer):
    """A question under a notice. Who asked is told to the desk only."""

    by = desk_only(Ref)
    answered_by = Ref(allow_null=True)

    class Meta:
        model = Question
        fields: ClassVar = [
            "id",
            "topic",
            "by",
            "at",
            "words",
            "channel",
            "answer",
            "answered_by",
            "answered_at",
        ]

    def get_fields(self) -> Any:
        fields = super().get_fields()
        request = self.context.get("request")
        if request and getattr(request.user, "is_authenticated", False) and not request.user.works_the_desk:
            fields.pop("by")
        return fields


class ReasonCountShape(serializers.Serializer):
    because, count = serializers.CharField(), serializers.IntegerField()


class SampleShape(serializers.Serializer):
    person, audience, because = Ref(), serializers.ChoiceField(Audience.choices), serializers.CharField()


class LeftShape(serializers.Serializer):
    because, count = serializers.CharField(), serializers.IntegerField()
    names = serializers.ListField(child=serializers.CharField(), help_text="The first few.")


class AudiencesShape(serializers.Serializer):
    colleagues, managers = serializers.IntegerField(), serializers.IntegerField()
    it, sponsor = serializers.IntegerField(), serializers.IntegerField()


class PreviewShape(serializers.Serializer):
    """Whom it would reach, and whom not."""

    count, by_audience = serializers.IntegerField(), AudiencesShape()
    reasons, sample, left_out = ReasonCountShape(many=True), SampleShape(many=True), LeftShape(many=True)


class ErrorShape(serializers.Serializer):
    """How well the audience was chosen, known after the event."""

    told, affected, both = serializers.IntegerField(), serializers.IntegerField(), serializers.IntegerField()
    precision = serializers.FloatField(
        allow_null=True, help_text="Of those told, how many showed that it hit them."
    )
    recall = serializers.FloatField(allow_null=True, help_text="Of those it hit, how many were told.")
    missed = Ref(many=True, help_text="It hit them and nobody told them.")


class AdviceShape(serializers.Serializer):
    slot, what, why = serializers.CharField(), serializers.CharField(), serializers.CharField()
    instead = serializers.CharField(help_text="The plain word, where one is known.")


class LookShape(serializers.Serializer):
    score = serializers.IntegerField(help_text="100 is plain.")
    clear, grade = serializers.BooleanField(), serializers.FloatField(allow_null=True)
    advice = AdviceShape(many=True)
