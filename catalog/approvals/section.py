"""The approvals of an edition as rows: who must agree, how many of them, only if what was answered, and who is asked when nobody answers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.blueprint import Kind
from catalog.blueprint.approval import RULES
from catalog.models import ApprovalStep
from catalog.offerings.fields import lines_of
from catalog.offerings.rows import RowForm, RowsForm
from itsm.people.models import Person, Team
from itsm.tickets.fields import Words

LONGEST_HOURS = 999
WHO = [
    ("manager", gettext_lazy("the colleague's manager")),
    ("owner", gettext_lazy("the owner of the service, or of the offering")),
    ("people", gettext_lazy("people by name")),
    ("team", gettext_lazy("a team")),
]
HOW_MANY = [(rule, label) for rule, label in ApprovalStep.Rule.choices if rule in RULES]
USUAL = {"remind_hours": 8, "escalate_hours": 24}


class StepRow(RowForm):
    step = forms.CharField(
        max_length=120, required=False, label=gettext_lazy("Step"), help_text=gettext_lazy("Colleagues read it: “Your manager agrees”.")
    )  # fmt: skip
    who = forms.ChoiceField(choices=WHO, label=gettext_lazy("Who is asked"))
    people = Words(
        rows=2,
        required=False,
        label=gettext_lazy("Which people"),
        help_text=gettext_lazy("One e-mail on each line. Only for people by name."),
    )
    team = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=gettext_lazy("Which team"), help_text=gettext_lazy("Only for a team.")
    )  # fmt: skip
    rule = forms.ChoiceField(choices=HOW_MANY, label=gettext_lazy("Who must agree"))
    share = forms.IntegerField(
        required=False, min_value=1, max_value=100, label=gettext_lazy("Share"), help_text=gettext_lazy("In per cent. Only for a share.")
    )  # fmt: skip
    remind_hours = forms.IntegerField(
        required=False, min_value=1, max_value=LONGEST_HOURS, label=gettext_lazy("Remind after"), help_text=gettext_lazy("Working hours. Empty: never.")
    )  # fmt: skip
    escalate_hours = forms.IntegerField(
        required=False, min_value=1, max_value=LONGEST_HOURS, label=gettext_lazy("Ask their manager after"), help_text=gettext_lazy("Working hours. Empty: never.")
    )  # fmt: skip
    if_field = forms.ChoiceField(required=False, label=gettext_lazy("Only if"))
    if_values = Words(
        rows=2,
        required=False,
        label=gettext_lazy("is answered with"),
        help_text=gettext_lazy("One answer on each line; any of them is enough."),
    )

    def prepare(self) -> None:
        section: Any = self.section
        fields = self.fields
        fields["team"].choices = [("", _("choose a team")), *section.teams]  # type: ignore[attr-defined]
        fields["if_field"].choices = [("", _("always")), *section.questions]  # type: ignore[attr-defined]
        if isinstance(ids := self.initial.get("people"), list):
            self.initial["people"] = "\n".join(section.emails[pk] for pk in ids if pk in section.emails)

    @classmethod
    def initial_of(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        condition, who = row.get("if") or {}, row.get("who") or {}
        return {
            **row,
            "step": row.get("name", ""),
            "who": who.get("kind", "manager"),
            "people": list(who.get("people") or ()),
            "team": who.get("team"),
            "if_field": condition.get("field", ""),
            "if_values": "\n".join(condition.get("is") or ()),
        }

    @property
    def name_shown(self) -> str:
        return self.name or _("New step")

    @property
    def names_more(self) -> bool:
        """Whether what is folded away says something, or must."""
        return str(self["who"].value()) in {"people", "team"} or self["rule"].value() == "share"

    def clean_people(self) -> list[int]:
        """The keys of those named, in their order; who is not here is said by address."""
        emails = [line.lower() for line in lines_of(self.cleaned_data["people"])]
        found = Person.objects.active().alias(lower=Lower("email")).filter(lower__in=emails)
        keys = {email.lower(): pk for email, pk in found.values_list("email", "pk")} if emails else {}
        if strange := [email for email in emails if email not in keys]:
            raise ValidationError(_("Nobody here has the address %(email)s."), params={"email": strange[0]})
        return [keys[email] for email in dict.fromkeys(emails)]

    def to_json(self) -> dict[str, Any]:
        """Only what its kind and rule can say: what was typed for another is not kept."""
        data = self.cleaned_data
        who: dict[str, Any] = {"kind": data["who"]}
        who |= {"people": data["people"]} if data["who"] == "people" else {}
        who |= {"team": data["team"]} if data["who"] == "team" and data["team"] else {}
        told = {"name": data["step"].strip(), "who": who, "rule": data["rule"]}
        told |= {"share": data["share"]} if data["rule"] == "share" and data["share"] else {}
        told |= {name: data[name] for name in USUAL if data[name]}
        if data["if_field"]:
            told["if"] = {"field": data["if_field"], "is": lines_of(data["if_values"])}
        return told


class StepsForm(RowsForm):
    FIELD: ClassVar = "approvals"
    NAMED_BY: ClassVar = "step"
    ROW: ClassVar = StepRow

    def __init__(self, data: Any, **about: Any) -> None:
        edition = about["edition"]
        named = [pk for step in edition.approvals for pk in (step.get("who") or {}).get("people") or ()]
        self.emails = dict(Person.objects.filter(pk__in=named).values_list("pk", "email")) if named else {}
        self.teams = list(Team.objects.filter(is_active=True).values_list("pk", "name"))
        self.questions = [
            (row["key"], row["label"]) for row in edition.form if row.get("kind") != Kind.SECTION
        ]
        super().__init__(data, **about)

    def new_row(self, place: str, kind: str) -> RowForm:
        """With what suits most: nobody waits for ever."""
        return self.row(place, initial={"who": "manager", "rule": "any", **USUAL})
