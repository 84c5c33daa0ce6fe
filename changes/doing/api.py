"""Carrying a change out, by API: its steps, its contract, what breaks meanwhile. A part of the viewset of changes."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changes.contract import acts
from changes.contract.standing import standings
from changes.doing import ticking
from changes.doing.broken import SHOWN, caused_by, opened_since
from changes.models import Change, ChangeStep
from incidents.models import Incident
from itsm.people.models import Person
from itsm.tickets.access import ticket_or_404
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import Words
from itsm.tickets.api.shapes import Ref
from itsm.tickets.models import Link


class StepAsDoneShape(serializers.ModelSerializer):
    owner, done_by = Ref(allow_null=True), Ref(allow_null=True)

    class Meta:
        model = ChangeStep
        fields: ClassVar = [
            "id",
            "part",
            "place",
            "what",
            "minutes",
            "owner",
            "no_return",
            "done_at",
            "done_by",
            "note",
        ]


class ContractStandingShape(serializers.Serializer):
    """One line of the contract, as real deliveries prove it; once the change has started, as it stood then."""

    id = serializers.IntegerField(source="line.pk")
    label: Any = serializers.CharField(source="line.label")
    channel = serializers.CharField(source="line.channel")
    share = serializers.IntegerField(source="line.share")
    due_at = serializers.DateTimeField()
    people = serializers.IntegerField(source="evidence.people")
    told_in_time = serializers.IntegerField(source="evidence.in_time")
    acknowledged = serializers.IntegerField(source="evidence.acknowledged")
    kept = serializers.BooleanField()
    missing = serializers.CharField(help_text="In plain words; empty if it is kept.")
    override_reason = serializers.CharField(source="line.override_reason")
    overridden_by = Ref(source="line.overridden_by", allow_null=True)


class BriefShape(serializers.ModelSerializer):
    class Meta:
        model = Incident
        fields: ClassVar = ["number", "title", "status", "opened_at"]


class DoingShape(serializers.Serializer):
    steps = StepAsDoneShape(many=True)
    contract = ContractStandingShape(many=True)
    broken = BriefShape(many=True, help_text="Incidents on the affected services since it started.")
    caused = BriefShape(many=True, help_text="Incidents somebody linked as caused by it.")


class TickStepBody(serializers.Serializer):
    step = serializers.IntegerField(help_text="Its id, as `doing` tells it.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class UntickStepBody(serializers.Serializer):
    step = serializers.IntegerField()


class OverrideBody(serializers.Serializer):
    line = serializers.IntegerField()
    reason: Any = Words()


class TalkBody(serializers.Serializer):
    line = serializers.IntegerField()
    words: Any = Words()


class CausedBody(serializers.Serializer):
    incident = serializers.CharField(max_length=20, help_text="Its number.")


@verb(TickStepBody, like="finish")
def tick(ticket: Change, *, by: Person, step: int, note: str = "") -> None:
    """A step of the plan is done."""
    ticking.tick(get_object_or_404(ticket.steps, pk=step), note=note, by=by)


@verb(UntickStepBody, like="finish")
def untick(ticket: Change, *, by: Person, step: int) -> None:
    """It is not done after all."""
    ticking.untick(get_object_or_404(ticket.steps, pk=step), by=by)


@verb(OverrideBody)
def override_contract(ticket: Change, *, by: Person, line: int, reason: str) -> None:
    """Let it start although this line is not kept. The review asks whether that was right."""
    acts.override(get_object_or_404(ticket.contract, pk=line), reason=reason, by=by)


@verb(TalkBody)
def talk_over(ticket: Change, *, by: Person, line: int, words: str) -> None:
    """Somebody spoke with those whom the line names."""
    acts.talk_over(get_object_or_404(ticket.contract, pk=line), words=words, by=by)


@verb(CausedBody, like="link")
def caused(ticket: Change, *, by: Person, incident: str) -> None:
    """An incident was caused by this change."""
    ticket_or_404(by, "incidents", incident).link(ticket, Link.Kind.CAUSED_BY, by=by)


class DoingOfChange:
    """For the desk."""

    if TYPE_CHECKING:
        request: Any

        def for_the_desk(self) -> Change: ...

    tick, untick = tick, untick
    override_contract, talk_over, caused = override_contract, talk_over, caused

    @extend_schema(responses=DoingShape, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def doing(self, request: Request, number: str) -> Response:
        """Its steps, its contract as it is proven, and what broke since it started."""
        change, person = self.for_the_desk().specific, self.request.user
        about = {
            "steps": change.steps.select_related("owner", "done_by"),
            "contract": standings(change, now=change.started_at or timezone.now()),
            "broken": opened_since(change, person)[:SHOWN],
            "caused": caused_by(change).visible_to(person)[:SHOWN],
        }
        return Response(DoingShape(about).data)
