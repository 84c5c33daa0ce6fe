"""The story of a ticket and what hangs on it: events, files, links, people."""

from typing import Any, ClassVar

from django.urls import reverse
from rest_framework import serializers

from itsm.people.models import Person
from itsm.tickets.api.shapes import Ref
from itsm.tickets.models import Attachment, Event, Link, Participant, Read, Ticket

# Of what an event keeps, this is meant for the colleague's eyes; targets, breaches and hand-over notes are not.
TOLD_TO_COLLEAGUES = frozenset({"person", "until", "was", "status", "resolution", "closes_at", "how"})
# Figures of the desk, although they may happen in the same breath as something public.
OF_THE_DESK = frozenset({"ticket.breach", "ticket.drop", "ticket.warn", "ticket.escalate"})


def events_for(ticket: Ticket, reader: Person) -> Any:
    events = ticket.events.visible_to(reader).with_people()
    return events if reader.works_the_desk else events.exclude(verb__in=OF_THE_DESK)


class AttachmentShape(serializers.ModelSerializer):
    uploaded_by = Ref(allow_null=True)
    event = serializers.IntegerField(
        source="event_id", allow_null=True, help_text="The message it came with; null until sent."
    )
    url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields: ClassVar = [
            "id",
            "name",
            "size",
            "content_type",
            "sha256",
            "event",
            "uploaded_by",
            "at",
            "url",
        ]
        read_only_fields = fields

    def get_url(self, row: Attachment) -> str:
        return reverse("api:attachments-content", args=[row.pk])


class EventShape(serializers.Serializer):
    """One thing that happened. `comment` is somebody's words; without any it is a line that says what was done."""

    id = serializers.IntegerField()
    ticket = serializers.CharField(help_text="Its number: a reply to a closed ticket begins another.")
    verb = serializers.CharField()
    at = serializers.DateTimeField()
    actor = Ref(allow_null=True, help_text="null is Baton itself.")
    audience = serializers.ChoiceField(Event.Audience.choices)
    channel = serializers.CharField()
    comment = serializers.CharField()
    details = serializers.DictField()
    attachments = AttachmentShape(many=True)

    def to_representation(self, event: Event) -> dict[str, Any]:
        reader: Person = self.context["request"].user
        details = event.details
        if not reader.works_the_desk:
            details = {name: value for name, value in details.items() if name in TOLD_TO_COLLEAGUES}
        return {
            "id": event.pk,
            "ticket": event.ticket.number,
            "verb": event.verb,
            "at": event.at,
            "actor": {"id": event.actor.pk, "name": event.actor.name} if event.actor else None,
            "audience": event.audience,
            "channel": event.channel,
            "comment": event.comment,
            "details": details,
            "attachments": AttachmentShape(event.attachments.all(), many=True).data,
        }


class LinkShape(serializers.Serializer):
    """How another ticket stands to this one, as read from this side."""

    kind = serializers.ChoiceField(Link.Kind.choices)
    reads = serializers.CharField(help_text="As in “is a child of”.")
    outward = serializers.BooleanField(help_text="This ticket is the source of the link.")
    number = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    at = serializers.DateTimeField()


def links_of(ticket: Ticket, reader: Person) -> list[dict[str, Any]]:
    """Both directions; tickets the reader may not see are left out."""
    seen = Ticket.objects.visible_to(reader)
    out = ticket.links.filter(target__in=seen).select_related("target").order_by("pk")
    back = ticket.backlinks.filter(source__in=seen).select_related("source").order_by("pk")
    told = [(link, link.target, str(link.get_kind_display()), True) for link in out]
    told += [(link, link.source, str(Link.REVERSE[Link.Kind(link.kind)]), False) for link in back]
    return [
        {"kind": link.kind, "reads": reads, "outward": outward, "number": other.number, "title": other.title,
         "status": other.status, "at": link.at}
        for link, other, reads, outward in told
    ]  # fmt: skip


class ParticipantShape(serializers.ModelSerializer):
    person, added_by = Ref(), Ref(allow_null=True)

    class Meta:
        model = Participant
        fields: ClassVar = ["person", "part", "since", "added_by"]


class ReadingShape(serializers.ModelSerializer):
    """Somebody read it while it was restricted."""

    ticket = serializers.CharField(source="ticket.number", help_text="Its number.")
    person = Ref()

    class Meta:
        model = Read
        fields: ClassVar = ["ticket", "person", "way", "at"]
        read_only_fields = fields
