"""What requests about notices take, by API. Their rules are those of `telling`; here is only the shape."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from comms.models import Audience, Notice, Question
from comms.notices.rules import LATEST_REMINDER
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.api.bodies import Number, PersonId, Words


def many(model: Any) -> Any:
    return serializers.PrimaryKeyRelatedField(
        queryset=model._default_manager.all(), many=True, required=False
    )


class AimBody(serializers.Serializer):
    everyone = serializers.BooleanField(default=False)
    services, sites, teams = many(Service), many(Site), many(Team)
    people, without = many(Person), many(Person)
    sponsor = PersonId(required=False, allow_null=True)


class PreviewBody(AimBody):
    ticket: Any = Number(required=False)


class NoticeBody(serializers.Serializer):
    kind = serializers.ChoiceField(Notice.Kind.choices)
    title = serializers.CharField(max_length=160)
    ticket: Any = Number(required=False)
    services, sites = many(Service), many(Site)
    aim = AimBody(required=False)
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    must_acknowledge = serializers.BooleanField(default=False)
    remind_after = serializers.IntegerField(
        min_value=1, max_value=LATEST_REMINDER, required=False, allow_null=True,
        help_text="Hours after the first word: then who has not confirmed is reminded once.",
    )  # fmt: skip
    question = serializers.CharField(max_length=200, allow_blank=True, default="")
    answers = serializers.ListField(child=serializers.CharField(max_length=120), max_length=5, required=False)
    right = serializers.IntegerField(min_value=0, max_value=4, required=False, allow_null=True)
    public = serializers.BooleanField(default=False)
    drill = serializers.BooleanField(default=False)


class WordsBody(serializers.Serializer):
    subject = serializers.CharField(max_length=200, allow_blank=True, required=False)
    what, who, do = (Words(allow_blank=True, required=False) for _slot in range(3))
    we, next = (Words(allow_blank=True, required=False) for _slot in range(2))


class TextsBody(serializers.Serializer):
    """Whoever has no words of their own reads the colleagues'."""

    colleagues = WordsBody()
    managers, it, sponsor = (WordsBody(required=False) for _audience in range(3))


class SayBody(serializers.Serializer):
    texts = TextsBody()
    next_update_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Needed for an outage until it is over."
    )
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    urgent = serializers.BooleanField(default=False, help_text="Passes quiet hours.")
    seen = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=2**31 - 1,
        help_text="The `version` you had before you.",
    )
    lead_time_reason = serializers.CharField(max_length=240, allow_blank=True, default="")
    lost = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=1000,
        help_text="With the last message of an outage: what was lost; empty says that nothing was.",
    )  # fmt: skip


class LookBody(WordsBody):
    audience = serializers.ChoiceField(Audience.choices, default=Audience.COLLEAGUES)


class ChoiceBody(serializers.Serializer):
    choice = serializers.IntegerField(min_value=0, max_value=4, help_text="The place of the answer.")


class ClearBody(serializers.Serializer):
    yes = serializers.BooleanField(help_text="Whether it was clear.")


class PutAwayBody(serializers.Serializer):
    message = serializers.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        help_text="The id of the last message you have read, as in `updates`.",
    )


class AskBody(serializers.Serializer):
    words = Words()


class TopicBody(serializers.Serializer):
    topic = serializers.PrimaryKeyRelatedField(queryset=Question.objects.all(), allow_null=True)

    def validate_topic(self, topic: Question | None) -> Question | None:
        if topic is not None and topic.notice_id != self.context["notice"].pk:
            raise serializers.ValidationError(_("That question is under another notice."))
        return topic
