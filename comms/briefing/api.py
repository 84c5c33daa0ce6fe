"""The sponsors' briefing, by API: made, edited and sent by those who write it."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.briefing import sending
from comms.briefing.forms import LONGEST_SENTENCE
from comms.briefing.making import Month, make
from comms.models import Briefing, BriefingCopy
from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.people.models import Person
from itsm.tickets.api.shapes import Ref


class SentenceShape(serializers.Serializer):
    """A sentence and the records behind it: [what they are called, address below this desk]."""

    part = serializers.ChoiceField(Briefing.Part.choices)
    words = serializers.CharField(max_length=LONGEST_SENTENCE)
    links = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2), max_length=5
    )


class CopyShape(serializers.ModelSerializer):
    """`opened_at`: its page was fetched first; a mail server may have done that."""

    person = Ref()

    class Meta:
        model = BriefingCopy
        fields: ClassVar = ["person", "opened_at", "opens", "agrees", "words", "decided_at"]


class BriefingShape(serializers.ModelSerializer):
    lines = SentenceShape(many=True, read_only=True)
    copies = CopyShape(many=True, read_only=True)

    class Meta:
        model = Briefing
        fields: ClassVar = ["id", "month", "lines", "question", "copies", "made_at", "edited_at", "sent_at"]


class BriefingBody(serializers.Serializer):
    lines = SentenceShape(many=True, max_length=12)  # type: ignore[call-arg]  # of the list
    question = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")
    sponsors: Any = serializers.PrimaryKeyRelatedField(many=True, queryset=Person.objects.active())

    def validate_lines(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Links stay within this desk."""
        if any(
            not href.startswith("/") or href.startswith("//")
            for line in lines
            for _name, href in line["links"]
        ):
            raise serializers.ValidationError("Links begin with / and stay within this desk.")
        return lines


class BriefingViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """One page a month. Its sponsors read it by a signed address, which only their mail has."""

    queryset = Briefing.objects.prefetch_related("copies__person")
    serializer_class = BriefingShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-month",)
    needs = (only("comms.write_briefing"),)

    @extend_schema(request=None, responses=BriefingShape)
    @action(detail=False, methods=["post"], pagination_class=None)
    def make(self, request: Request) -> Response:
        """That of the month that is over, from data. A second time it is the same one."""
        now = timezone.now()
        return self.shown(make(Month.over(now=now), now=now))

    @extend_schema(request=BriefingBody, responses=BriefingShape)
    @action(detail=True, methods=["post"])
    def edit(self, request: Request, pk: str) -> Response:
        """All of it in a person's words. Longer than a page is refused."""
        found = self.get_object()
        sending.edit(found, by=self.request.user, **self.checked(BriefingBody))
        return self.shown(found)

    @extend_schema(request=None, responses=BriefingShape)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """By mail to its sponsors, once."""
        found = self.get_object()
        sending.send(found, by=self.request.user)
        return self.shown(found)

    def shown(self, found: Briefing) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=found.pk)).data)
