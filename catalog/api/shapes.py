"""How offerings are told, and what writing one takes."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.blueprint import Blueprint, Kind
from catalog.blueprint.approval import RULES, WHO
from catalog.blueprint.field import ORIGINS
from catalog.models import Offering, OfferingEdition
from catalog.offerings.address import check_key
from itsm.people.api import ASSIGNED_ROLES
from itsm.people.models import Audience
from itsm.tickets.api.bodies import PersonId, Words
from itsm.tickets.api.shapes import Ref


class ConditionShape(serializers.Serializer):
    """Holds if the answer to the field, or one of several, is among the values."""

    field: Any = serializers.CharField(max_length=40)

    def get_fields(self) -> dict[str, Any]:  # “is” is a word of Python's
        return {**super().get_fields(), "is": serializers.ListField(child=serializers.CharField())}


class Rows(serializers.Serializer):
    """A row of a blueprint: “if” and “from” are words of Python's, so they are named here."""

    def get_fields(self) -> dict[str, Any]:
        named: dict[str, Any] = {"if": ConditionShape(required=False, allow_null=True)}
        return super().get_fields() | named


class FieldShape(Rows):
    key = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField([kind.value for kind in Kind])
    label: Any = serializers.CharField(max_length=160, allow_blank=True)
    help = serializers.CharField(max_length=300, required=False, allow_blank=True)
    required: Any = serializers.BooleanField(required=False)
    choices = serializers.ListField(child=serializers.CharField(max_length=120), required=False)
    several = serializers.BooleanField(required=False)
    min = serializers.IntegerField(required=False, allow_null=True)
    max = serializers.IntegerField(required=False, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            "from": serializers.ChoiceField([("", ""), *((name, name) for name in ORIGINS)], required=False)
        }


class WhoShape(serializers.Serializer):
    kind = serializers.ChoiceField(WHO)
    people = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False)
    team = serializers.IntegerField(required=False, min_value=1)


class PlannedApprovalShape(Rows):
    name = serializers.CharField(max_length=120, allow_blank=True)
    who = WhoShape()
    rule = serializers.ChoiceField(RULES, required=False)
    share = serializers.IntegerField(required=False, allow_null=True, help_text="Per cent.")
    remind_hours = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    escalate_hours = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class PlannedTaskShape(Rows):
    key = serializers.CharField(max_length=40)
    title = serializers.CharField(max_length=160, allow_blank=True)
    team = serializers.IntegerField(allow_null=True, min_value=1)
    instructions = Words(required=False, allow_blank=True)
    needs = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    within_hours = serializers.IntegerField(required=False, allow_null=True)
    checklist = serializers.ListField(child=serializers.CharField(max_length=200), required=False)
    hook = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class EditionShape(serializers.ModelSerializer):
    """One edition. `holes` is what must be filled or mended before it can be published."""

    by, decided_by = Ref(), Ref(allow_null=True)
    form = FieldShape(many=True)
    approvals = PlannedApprovalShape(many=True)
    plan = PlannedTaskShape(many=True)
    holes = serializers.SerializerMethodField()

    class Meta:
        model = OfferingEdition
        fields: ClassVar = [
            "number", "state", "by", "at", "changes", "decided_by", "decided_at", "sent_back", "stamp",
            "title", "what", "for_whom", "included", "not_included", "how_to_ask", "usual_time", "hours", "cost",
            "keywords", "within_hours", "form", "approvals", "plan", "holes",
        ]  # fmt: skip

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_holes(self, edition: OfferingEdition) -> dict[str, str]:
        return edition.holes()


class WriteBody(serializers.ModelSerializer):
    """What is not named stays. The lists are written as a whole; `seen` is the `stamp` you read."""

    seen = serializers.IntegerField(min_value=0, help_text="409 if somebody saved it since.")
    form = FieldShape(many=True, required=False)
    approvals = PlannedApprovalShape(many=True, required=False)
    plan = PlannedTaskShape(many=True, required=False)

    class Meta:
        model = OfferingEdition
        fields: ClassVar = [
            "seen", "title", "what", "for_whom", "included", "not_included", "how_to_ask", "usual_time", "hours", "cost",
            "keywords", "within_hours", "changes", "form", "approvals", "plan",
        ]  # fmt: skip
        extra_kwargs: ClassVar = {"title": {"required": False}}

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """As the editor would keep it: no empty words of the contract."""
        lists = {
            name: [plain(row) for row in given[name]]
            for name in ("form", "approvals", "plan")
            if name in given
        }
        tidy = Blueprint.from_json(lists.get("form", []), lists.get("approvals", []), lists.get("plan", []))
        return given | {name: rows for name, rows in tidy.to_json().items() if name in lists}


def plain(row: Any) -> Any:
    """Ordered dictionaries of the framework become what JSON keeps."""
    if isinstance(row, dict):
        return {name: plain(value) for name, value in row.items()}
    return [plain(each) for each in row] if isinstance(row, list) else row


class OfferingRow(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    what = serializers.CharField()
    state = serializers.ChoiceField(Offering.State.choices)
    category = Ref()
    usual_time = serializers.CharField()
    asked = serializers.IntegerField(help_text="How often.")
    url = serializers.CharField(help_text="Its page in the portal.")

    def to_representation(self, found: Offering) -> dict[str, Any]:
        edition = found.edition
        return {
            "key": found.key,
            "title": found.title,
            "what": found.what,
            "state": found.state,
            "category": {"id": found.category.pk, "name": found.category.name},
            "usual_time": edition.usual_time if edition else "",
            "asked": found.asked,
            "url": f"/portal/catalog/{found.key}/",
        }


FACTS = ("for_whom", "included", "not_included", "how_to_ask", "hours", "cost")


class OfferingShape(OfferingRow):
    """One offering as colleagues have it. What is not required is told to the desk only."""

    edition = serializers.IntegerField(allow_null=True, help_text="The number of the published edition.")
    for_whom, included = serializers.CharField(), serializers.CharField()
    not_included, how_to_ask = serializers.CharField(), serializers.CharField()
    hours, cost = serializers.CharField(), serializers.CharField()
    owner, team = Ref(), Ref()
    service = Ref(allow_null=True)
    form = FieldShape(many=True)
    answers_schema: Any = serializers.DictField(
        help_text="What `answers` of a request look like, as JSON Schema."
    )
    audience = serializers.ChoiceField(Audience.choices, required=False)
    sites = serializers.ListField(child=serializers.IntegerField(), required=False)
    teams = serializers.ListField(child=serializers.IntegerField(), required=False)
    roles = serializers.ListField(child=serializers.CharField(), required=False)
    in_the_making = serializers.IntegerField(
        required=False, allow_null=True, help_text="The number of the edition that is being written."
    )

    def to_representation(self, found: Offering) -> dict[str, Any]:
        edition: Any = found.edition
        told = super().to_representation(found)
        told |= {name: getattr(edition, name) if edition else "" for name in FACTS}
        told |= {name: ref(getattr(found, name)) for name in ("owner", "team", "service")}
        told["edition"] = edition.number if edition else None
        told["form"] = edition.form if edition else []
        told["answers_schema"] = answers_schema(edition.blueprint) if edition else {}
        return told | (for_the_desk(found) if self.context["request"].user.works_the_desk else {})


def ref(row: Any) -> dict[str, Any] | None:
    return {"id": row.pk, "name": row.name} if row else None


def for_the_desk(found: Offering) -> dict[str, Any]:
    making = found.in_the_making
    return {
        "audience": found.audience,
        "sites": [row.pk for row in found.sites.all()],
        "teams": [row.pk for row in found.teams.all()],
        "roles": found.roles,
        "in_the_making": making.number if making else None,
    }


TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.WORDS: {"type": "string"},
    Kind.CHOICE: {"type": "string"},
    Kind.PERSON: {"type": "integer", "description": "The id of a colleague."},
    Kind.SERVICE: {"type": "integer", "description": "The id of a service."},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.NUMBER: {"type": "integer"},
    Kind.FILE: {"type": "array", "items": {"type": "string", "format": "binary"}},
}


def answers_schema(blueprint: Blueprint) -> dict[str, Any]:
    """`x-only-if` says with which answers a field is asked at all; what is not asked is not looked at."""
    properties: dict[str, Any] = {}
    for field in (field for field in blueprint.form if field.is_answered):
        about = dict(TYPES[field.kind], title=field.label)
        if field.choices:
            about["enum"] = list(field.choices)
        if field.several:
            about = {
                "type": "array",
                "title": field.label,
                "items": {"type": "string", "enum": list(field.choices)},
            }
        if field.condition:
            about["x-only-if"] = field.condition.to_json()
        properties[field.key] = about
    required = [field.key for field in blueprint.form if field.required and not field.condition]
    return {"type": "object", "properties": properties, "required": required}


class AboutBody(serializers.ModelSerializer):
    """Whose it is and who may ask for it. It takes effect at once."""

    owner = PersonId(required=False)
    roles = serializers.ListField(child=serializers.ChoiceField(ASSIGNED_ROLES), required=False)

    class Meta:
        model = Offering
        fields: ClassVar = ["category", "owner", "team", "service", "audience", "sites", "teams", "roles"]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        now: dict[str, Any] = for_the_desk(self.instance) if self.instance else {}
        then = now | given
        named = any(then.get(name) for name in ("sites", "teams", "roles"))
        if then.get("audience") == Audience.LIMITED and not named:
            raise serializers.ValidationError({"audience": [_("Say for whom: a site, a team or a role.")]})
        return given


class NewBody(AboutBody):
    """What it takes to begin; its words and its form are written next, in its draft."""

    class Meta(AboutBody.Meta):
        fields: ClassVar = ["key", "title", *AboutBody.Meta.fields]

    def validate_key(self, key: str) -> str:
        check_key(key)
        return key


class SendBackBody(serializers.Serializer):
    reason = Words(help_text="What is to be done first.")


class TryFormBody(serializers.Serializer):
    colleague = PersonId(required=False, help_text="As whom; otherwise as you.")
    answers: Any = serializers.DictField(required=False)


class LineShape(serializers.Serializer):
    question, answer = serializers.CharField(), serializers.CharField()


class TriedFormShape(serializers.Serializer):
    """What the desk would get."""

    sees_it = serializers.BooleanField(help_text="Would this colleague find it once it is published?")
    begins_with: Any = serializers.DictField(help_text="What the form begins with for them.")
    lines = LineShape(many=True)
    approvals = serializers.ListField(child=serializers.CharField())
    tasks = serializers.ListField(child=serializers.CharField())
