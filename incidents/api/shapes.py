"""How incidents are told, and what reporting and editing one takes."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from incidents.models import Category, Incident, MajorIncident, Resolution, Review, ReviewAction
from itsm.people.models import Person, Site, Team
from itsm.services.models import HoldReason, Service
from itsm.tickets.api.bodies import Number, PersonId, Seen, Words
from itsm.tickets.api.shapes import Ref, TicketDetail, desk_only, ref
from itsm.tickets.models import BY_PEOPLE, Channel, Ticket

OF_INCIDENTS = (
    "since_when",
    "hold_reason",
    "wakes_at",
    "resolution",
    "closes_at",
    "closed_how",
    "may_reopen_until",
)


class CategoryShape(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields: ClassVar = ["id", "name", "parent"]


class MajorShape(serializers.ModelSerializer):
    lead, communications, scribe = Ref(allow_null=True), Ref(allow_null=True), Ref(allow_null=True)
    proposed_by = Ref()

    class Meta:
        model = MajorIncident
        fields: ClassVar = [
            "state", "impact", "proposed_by", "proposed_at", "declared_at", "over_at", "lead", "communications", "scribe",
        ]  # fmt: skip


class IncidentShape(TicketDetail):
    """An incident. What is not required is told to the desk only."""

    category = Ref(allow_null=True)
    since_when = serializers.CharField()
    hold_reason = serializers.ChoiceField([("", "—"), *HoldReason.choices])
    wakes_at = serializers.DateTimeField(allow_null=True)
    resolution = serializers.ChoiceField([("", "—"), *Resolution.choices])
    closes_at = serializers.DateTimeField(allow_null=True, help_text="It closes by itself then.")
    closed_how = serializers.ChoiceField([("", "—"), *Incident.ClosedBy.choices])
    may_reopen_until = serializers.DateTimeField(allow_null=True)
    major_incident = desk_only(MajorShape, allow_null=True)

    def to_representation(self, ticket: Ticket) -> dict[str, Any]:
        told = super().to_representation(ticket)
        told |= {name: getattr(ticket, name) for name in OF_INCIDENTS}
        told["category"] = ref(ticket.category)  # type: ignore[attr-defined]
        if self.context["request"].user.works_the_desk:
            major = ticket.major_incident  # type: ignore[attr-defined]
            told["major_incident"] = MajorShape(major).data if major else None
        return told


class AnnouncedShape(serializers.ModelSerializer):
    """What every colleague may know of a major incident."""

    service, site = Ref(allow_null=True), Ref(allow_null=True)

    class Meta:
        model = Ticket
        fields: ClassVar = [
            "number",
            "title",
            "service",
            "site",
            "opened_at",
            "promised_at",
            "last_word_at",
            "affected_count",
        ]


class About(serializers.Serializer):
    """What an incident is about."""

    description = Words(allow_blank=True, required=False)
    since_when = serializers.CharField(max_length=120, allow_blank=True, required=False)
    urgency = serializers.ChoiceField(Ticket.Urgency.choices, required=False, help_text="Can they work?")
    impact = serializers.ChoiceField(
        Ticket.Impact.choices, required=False, help_text="Who has the same trouble?"
    )
    service = serializers.PrimaryKeyRelatedField(
        queryset=Service.objects.filter(is_active=True), required=False, allow_null=True
    )
    site = serializers.PrimaryKeyRelatedField(queryset=Site.objects.all(), required=False, allow_null=True)
    category = serializers.PrimaryKeyRelatedField(
        queryset=Category.objects.filter(is_active=True), required=False, allow_null=True
    )
    restricted = serializers.BooleanField(required=False, help_text="For the desk to say.")


class ReportBody(About):
    """A colleague's report. The desk may say for whom it is, and how they reached us."""

    title = serializers.CharField(max_length=200)
    requester = PersonId(required=False, help_text="For the desk to say; otherwise it is you.")
    on_behalf_of = serializers.EmailField(
        required=False,
        help_text="A colleague it is for, by e-mail address: they hear from us, and so do you.",
    )
    team = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.filter(is_active=True), required=False, help_text="For the desk to say."
    )
    channel = serializers.ChoiceField(BY_PEOPLE, default=Channel.API)
    FOR_THE_DESK: ClassVar = ("requester", "team", "category", "restricted")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        reader: Person = self.context["request"].user
        taken = [] if reader.works_the_desk else [name for name in self.FOR_THE_DESK if name in given]
        if taken:
            raise serializers.ValidationError({name: [_("Only the desk says this.")] for name in taken})
        if address := given.pop("on_behalf_of", ""):
            given["requester"] = self.colleague_with(address)
        return given

    def colleague_with(self, address: str) -> Person:
        found: Person | None = Person.objects.active().with_email(address).first()
        if found is None:
            raise serializers.ValidationError({"on_behalf_of": [_("Nobody has this address.")]})
        return found


class EditBody(About):
    title = serializers.CharField(max_length=200, required=False)
    priority = serializers.ChoiceField(
        Ticket.Priority.choices, required=False, help_text="Otherwise from impact and urgency."
    )
    seen = Seen()


class ResolveBody(serializers.Serializer):
    resolution = serializers.ChoiceField(Resolution.choices)
    words = Words(help_text="What was done, for the colleague.")
    seen = Seen()


class ProposeBody(serializers.Serializer):
    impact = Words(help_text="Who cannot do what.")


class MajorRolesBody(serializers.Serializer):
    lead, communications = PersonId(required=False), PersonId(required=False)
    scribe = PersonId(required=False, allow_null=True)


class PromoteBody(MajorRolesBody):
    lead, communications = PersonId(), PersonId()


class ChildBody(serializers.Serializer):
    parent: Any = Number()


class ActionShape(serializers.ModelSerializer):
    class Meta:
        model = ReviewAction
        fields: ClassVar = ["id", "what", "owner", "due_on", "done_at"]
        read_only_fields: ClassVar = ["done_at"]


class ReviewShape(serializers.ModelSerializer):
    facilitator = Ref(read_only=True)
    actions = ActionShape(many=True, read_only=True)

    class Meta:
        model = Review
        fields: ClassVar = [
            "summary",
            "helped",
            "hindered",
            "communication",
            "facilitator",
            "published_at",
            "actions",
        ]
        read_only_fields: ClassVar = ["published_at"]
