"""What the verbs of every ticket need to be told. Their rules are the verbs' own; here is only the shape."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from itsm.people.models import Person, Site, Team
from itsm.services.models import HoldReason
from itsm.tickets.models import SPOKEN, Attachment, Draft, Link, Participant, Ticket

SPOKEN_CHOICES = [(one.value, one.label) for one in SPOKEN]
LONGEST = 1_000_000  # characters: a long mail pasted whole


class Nothing(serializers.Serializer):
    pass


class Words(serializers.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST, **options)


class PersonId(serializers.PrimaryKeyRelatedField):
    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Person.objects.active(), **options)


class Number(serializers.CharField):
    """Another ticket by its number, if the person may see it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, help_text="As in INC-1042.", **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The text is checked as text before anything is looked up by it."""
        number = super().run_validation(data).upper()
        found = Ticket.objects.visible_to(self.context["request"].user).filter(number=number).first()
        if found is None:
            raise serializers.ValidationError(_("There is no ticket with this number."))
        return found.specific


class Seen(serializers.IntegerField):
    """The newest event the writer had before them; null sends whatever came since."""

    def __init__(self) -> None:
        super().__init__(required=False, allow_null=True, min_value=0, max_value=2**63 - 1)


class HoldBody(serializers.Serializer):
    """For tickets that wait (see `itsm.tickets.models.waiting`)."""

    reason = serializers.ChoiceField(HoldReason.choices)
    question = Words(
        allow_blank=True, required=False, help_text="Needed when it waits for the colleague; they read it."
    )
    until = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Needed when it is planned for a moment."
    )
    seen = Seen()


class ReopenBody(serializers.Serializer):
    words = Words(help_text="What is still wrong.")


class AssignBody(serializers.Serializer):
    to = PersonId()


class HandOverBody(serializers.Serializer):
    to_team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.filter(is_active=True))
    to_person = PersonId(required=False, allow_null=True)
    found, colleague_knows, promised = Words(), Words(), Words()


class ReasonBody(serializers.Serializer):
    reason = Words()


class PromiseBody(serializers.Serializer):
    until = serializers.DateTimeField()


class FilesField(serializers.PrimaryKeyRelatedField):
    """Files the writer uploaded to this ticket and has not sent yet."""

    def get_queryset(self) -> Any:
        person, ticket = self.context["request"].user, self.context.get("ticket")
        return Attachment.objects.filter(ticket=ticket, event=None, uploaded_by=person)


class ReplyBody(serializers.Serializer):
    words = Words()
    until = serializers.DateTimeField(
        required=False, allow_null=True, help_text="The promise that goes with it."
    )
    attachments = FilesField(many=True, required=False, queryset=Attachment.objects.none())
    seen = Seen()


class NoteBody(serializers.Serializer):
    words = Words()
    attachments = FilesField(many=True, required=False, queryset=Attachment.objects.none())


class LogBody(serializers.Serializer):
    words = Words()
    channel = serializers.ChoiceField(SPOKEN_CHOICES)
    until = serializers.DateTimeField(required=False, allow_null=True)


class RestrictBody(serializers.Serializer):
    restricted = serializers.BooleanField()


class PartBody(serializers.Serializer):
    person = PersonId()
    part = serializers.ChoiceField(Participant.Part.choices)


class LinkBody(serializers.Serializer):
    to = Number()
    kind = serializers.ChoiceField(Link.Kind.choices)


class MergeBody(serializers.Serializer):
    into = Number()


class SplitBody(serializers.Serializer):
    message = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text="The id of the message that raised it."
    )
    title = serializers.CharField(max_length=200)


class UploadBody(serializers.Serializer):
    file = serializers.FileField(max_length=255)


class DraftShape(serializers.ModelSerializer):
    class Meta:
        model = Draft
        fields: ClassVar = ["mode", "words", "until", "saved_at"]
        read_only_fields: ClassVar = ["saved_at"]


class CallBody(serializers.Serializer):
    """By when you want to talk; nothing is as soon as the desk can."""

    phone = serializers.CharField(max_length=40, help_text="The number to call.")
    until = serializers.DateTimeField(required=False, allow_null=True)
    words = Words(required=False, allow_blank=True)


class ComeBody(serializers.Serializer):
    site = serializers.PrimaryKeyRelatedField(
        queryset=Site.objects.exclude(desk_place=""), help_text="One where somebody of the desk can be met."
    )
    until = serializers.DateTimeField(required=False, allow_null=True)
    words = Words(required=False, allow_blank=True)


class TellAgainBody(serializers.Serializer):
    words = Words(required=False, allow_blank=True, help_text="What had to be told again.")


class ThankBody(serializers.Serializer):
    to = PersonId(
        required=False, allow_null=True, help_text="One who helped; nobody named is the whole team."
    )
    words = Words(required=False, allow_blank=True, help_text="Everyone who may see the ticket reads it.")
