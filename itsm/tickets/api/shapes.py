"""How tickets are told.

A list is the hottest answer of the API, so its rows are made by plain functions; the fields beside them say the same
for the schema (a test compares the two).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework import serializers

from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.models import Channel, Clock, Handover, Holder, Ticket
from itsm.tickets.models.kinds import PATHS

if TYPE_CHECKING:
    from django.db.models import Model

# What the desk keeps to itself. A colleague's answer leaves these out: no internal word, figure or moment.
ROW_FOR_THE_DESK = (
    "impact", "urgency", "channel", "restricted", "changed_at", "due_at", "breached", "escalation", "drops_at",
    "held_since", "silent_since", "waiting_since", "message_count", "last_message_at", "child_count",
    "handover_count", "reopen_count", "last_event",
)  # fmt: skip
FOR_THE_DESK = (*ROW_FOR_THE_DESK, "opened_by", "offer")
PEOPLE = ("requester", "assignee", "team", "service", "site")
ROW = (
    "number", "kind", "title", "status", "open", "priority", "holder", "major", "opened_at", "resolved_at",
    "closed_at", "promised_at", "last_word_at", "affected_count",
)  # fmt: skip
# What a list reads, in this order: no long texts, no model instances, nothing the reader is not told.
COLUMNS = ["pk", *ROW, *(f"{name}{part}" for name in PEOPLE for part in ("_id", "__name"))]


def columns_for(reader: Person) -> list[str]:
    return [*COLUMNS, *ROW_FOR_THE_DESK] if reader.works_the_desk else COLUMNS


def listed(row: Sequence[Any]) -> dict[str, Any]:
    """A row of `columns_for`, as `ticket_row` would tell the ticket."""
    told = dict(zip(ROW, row[1:], strict=False))
    told["url"] = address_of(told["kind"], told["number"])
    place = 1 + len(ROW)
    for name in PEOPLE:
        pk = row[place]
        told[name] = {"id": pk, "name": row[place + 1]} if pk is not None else None
        place += 2
    told.update(zip(ROW_FOR_THE_DESK, row[place:], strict=False))
    return told


def ref(row: "Model | None") -> dict[str, Any] | None:
    return {"id": row.pk, "name": row.name} if row is not None else None  # type: ignore[attr-defined]


def address_of(kind: str, number: str) -> str:
    return f"/{PATHS[kind]}/{number}/"


def ticket_row(ticket: Ticket, reader: Person) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(ticket, name) for name in ROW}
    told["url"] = address_of(ticket.kind, ticket.number)
    for name in PEOPLE:
        told[name] = ref(getattr(ticket, name))
    if reader.works_the_desk:
        told |= {name: getattr(ticket, name) for name in ROW_FOR_THE_DESK}
    return told


def ticket_detail(ticket: Ticket, reader: Person) -> dict[str, Any]:
    told = ticket_row(ticket, reader) | {
        "description": ticket.description,
        "merged_into": ticket.merged_into.number if ticket.merged_into else None,
        "allowed_verbs": allowed_verbs(ticket, reader),
    }
    if reader.works_the_desk:
        offer = ticket.standing_offer
        told |= {"opened_by": ref(ticket.opened_by), "offer": HandoverShape(offer).data if offer else None}
    return told


def allowed_verbs(ticket: Ticket, reader: Person) -> list[str]:
    """Steps of the flow that this person could take from here."""
    known = ((name, verbs.find(ticket, name.replace("_", "-"))) for name in ticket.allowed_verbs)
    return [name for name, verb in known if verb and verb.is_allowed(ticket, reader)]


class Ref(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class HandoverShape(serializers.ModelSerializer):
    from_team, to_team = Ref(), Ref()
    from_person, to_person = Ref(allow_null=True), Ref(allow_null=True)
    by, answered_by = Ref(), Ref(allow_null=True)

    class Meta:
        model = Handover
        fields: ClassVar = [
            "id", "from_team", "from_person", "to_team", "to_person", "found", "colleague_knows", "promised",
            "at", "by", "state", "answered_at", "answered_by", "reason",
        ]  # fmt: skip


class ClockShape(serializers.ModelSerializer):
    class Meta:
        model = Clock
        fields: ClassVar = [
            "id", "kind", "target", "started_at", "due_at", "warned_at", "breached_at", "stopped_at", "worked",
            "passed", "waited", "was_due_at", "outcome",
        ]  # fmt: skip


def desk_only(field: type[serializers.Field], **options: Any) -> serializers.Field:
    return field(required=False, **options)


class TicketRow(serializers.Serializer):
    """A ticket in a list. What is not required is told to the desk only."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(Ticket.Kind.choices)
    title = serializers.CharField()
    status = serializers.CharField()
    open = serializers.BooleanField()
    priority = serializers.ChoiceField(Ticket.Priority.choices)
    holder = serializers.ChoiceField(Holder.choices)
    major = serializers.BooleanField()
    url = serializers.CharField(help_text="Its page.")
    requester = Ref()
    assignee = Ref(allow_null=True)
    team = Ref()
    service = Ref(allow_null=True)
    site = Ref(allow_null=True)
    opened_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    promised_at = serializers.DateTimeField(allow_null=True, help_text="The colleague hears from us by then.")
    last_word_at = serializers.DateTimeField(allow_null=True)
    affected_count = serializers.IntegerField()
    impact = desk_only(serializers.ChoiceField, choices=Ticket.Impact.choices)
    urgency = desk_only(serializers.ChoiceField, choices=Ticket.Urgency.choices)
    channel = desk_only(serializers.ChoiceField, choices=Channel.choices)
    restricted = desk_only(serializers.BooleanField)
    changed_at = desk_only(serializers.DateTimeField)
    due_at = desk_only(serializers.DateTimeField, allow_null=True)
    breached = desk_only(serializers.BooleanField)
    escalation = desk_only(serializers.IntegerField)
    drops_at = desk_only(serializers.DateTimeField, allow_null=True)
    held_since = desk_only(serializers.DateTimeField)
    silent_since = desk_only(serializers.DateTimeField)
    waiting_since = desk_only(serializers.DateTimeField, allow_null=True)
    message_count = desk_only(serializers.IntegerField)
    last_message_at = desk_only(serializers.DateTimeField, allow_null=True)
    child_count = desk_only(serializers.IntegerField)
    handover_count = desk_only(serializers.IntegerField)
    reopen_count = desk_only(serializers.IntegerField)
    last_event = desk_only(
        serializers.IntegerField, help_text="Send it back as `seen`: you are told if others wrote since."
    )

    def to_representation(self, ticket: Ticket) -> dict[str, Any]:
        return ticket_row(ticket, self.context["request"].user)


class TicketDetail(TicketRow):
    """A ticket. What is not required is told to the desk only."""

    description = serializers.CharField()
    merged_into = serializers.CharField(allow_null=True)
    allowed_verbs = serializers.ListField(
        child=serializers.CharField(), help_text="Steps of the flow open to you now."
    )
    opened_by = desk_only(Ref)
    offer = desk_only(HandoverShape, allow_null=True)

    def to_representation(self, ticket: Ticket) -> dict[str, Any]:
        return ticket_detail(ticket, self.context["request"].user)
