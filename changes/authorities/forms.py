"""The steps of an authority as rows."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import ApprovalStep
from catalog.offerings.fields import lines_of
from catalog.offerings.rows import RowForm, RowsForm
from changes.authorities.checking import wrong_with
from changes.models import Authority
from itsm.people.models import Person, Team
from itsm.people.roles import CHANGE_MANAGER
from itsm.tickets.fields import Words

# What is chosen → what the step says of whom it asks.
WHO: dict[str, tuple[Any, dict[str, Any]]] = {
    "managers": (gettext_lazy("the change managers"), {"kind": "role", "role": CHANGE_MANAGER}),
    "owners": (gettext_lazy("the owners of the affected services"), {"kind": "owners"}),
    "board": (gettext_lazy("the change advisory board"), {"kind": "board"}),
    "emergency": (gettext_lazy("the emergency board"), {"kind": "board", "emergency": True}),
    "manager": (gettext_lazy("the manager of whoever proposed it"), {"kind": "manager"}),
    "people": (gettext_lazy("people by name"), {"kind": "people"}),
    "team": (gettext_lazy("a team"), {"kind": "team"}),
}
LONGEST_HOURS = 999


def chosen(who: Mapping[str, Any]) -> str:
    if who.get("kind") in {"people", "team"}:
        return str(who["kind"])
    if who.get("kind") == "board" and who.get("emergency"):
        return "emergency"
    return next((key for key, (_label, said) in WHO.items() if said["kind"] == who.get("kind")), "managers")


class AuthorityRow(RowForm):
    step = forms.CharField(
        max_length=120,
        label=gettext_lazy("Step"),
        help_text=gettext_lazy("Whoever is asked reads it: “The board agrees”."),
    )
    who = forms.ChoiceField(
        choices=[(key, label) for key, (label, _said) in WHO.items()], label=gettext_lazy("Who is asked")
    )
    people = Words(
        rows=2,
        required=False,
        label=gettext_lazy("Which people"),
        help_text=gettext_lazy("One e-mail on each line. Only for people by name."),
    )
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True),
        required=False,
        label=gettext_lazy("Which team"),
        help_text=gettext_lazy("Only for a team."),
        empty_label=gettext_lazy("choose a team"),
    )
    rule = forms.ChoiceField(choices=ApprovalStep.Rule.choices, label=gettext_lazy("Who must agree"))
    share = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=100,
        label=gettext_lazy("Share"),
        help_text=gettext_lazy("In per cent. Only for a share."),
    )
    needed = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=20,
        label=gettext_lazy("How many people"),
        help_text=gettext_lazy("Only for a number of them."),
    )
    remind_hours = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LONGEST_HOURS,
        label=gettext_lazy("Remind after"),
        help_text=gettext_lazy("Working hours. Empty: never."),
    )
    escalate_hours = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LONGEST_HOURS,
        label=gettext_lazy("Ask their manager after"),
        help_text=gettext_lazy("Working hours. Empty: never."),
    )

    @classmethod
    def initial_of(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        who = row.get("who") or {}
        emails = Person.objects.filter(pk__in=who.get("people") or []).values_list("email", flat=True)
        return {
            **row,
            "step": row.get("name", ""),
            "who": chosen(who),
            "team": who.get("team"),
            "people": "\n".join(emails),
        }

    def clean_people(self) -> list[int]:
        emails = [line.lower() for line in lines_of(self.cleaned_data["people"])]
        found = Person.objects.active().alias(lower=Lower("email")).filter(lower__in=emails)
        keys = {email.lower(): pk for email, pk in found.values_list("email", "pk")}
        if strange := [email for email in emails if email not in keys]:
            raise ValidationError(_("Nobody here has the address %(email)s."), params={"email": strange[0]})
        return [keys[email] for email in dict.fromkeys(emails)]

    def to_json(self) -> dict[str, Any]:
        """Only what its kind and rule can say."""
        data = self.cleaned_data
        who = dict(WHO[data["who"]][1])
        who |= {"people": data["people"]} if data["who"] == "people" else {}
        who |= {"team": data["team"].pk} if data["who"] == "team" and data["team"] else {}
        told = {"name": data["step"].strip(), "who": who, "rule": data["rule"]}
        told |= {"share": data["share"]} if data["rule"] == "share" else {}
        told |= {"needed": data["needed"]} if data["rule"] == "some" else {}
        return told | {name: data[name] for name in ("remind_hours", "escalate_hours") if data[name]}

    @property
    def name_shown(self) -> str:
        return str(self["step"].value() or _("New step"))

    @property
    def is_plain(self) -> bool:
        return str(self["who"].value()) not in {"people", "team"} and self["rule"].value() not in {
            "share",
            "some",
        }


class AuthorityForm(RowsForm):
    FIELD: ClassVar = "steps"
    NAMED_BY: ClassVar = "step"
    ROW: ClassVar = AuthorityRow
    holes = ()  # type: ignore[assignment]

    def __init__(self, data: Any, *, authority: Authority) -> None:
        self.authority, self.wrong = authority, list[str]()
        super().__init__(data, edition=authority, person=None)  # type: ignore[arg-type]

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        self.wrong = wrong_with(self.authority.type, self.words()["steps"])
        return not self.wrong

    def new_row(self, place: str, kind: str) -> RowForm:
        return self.row(
            place, initial={"who": "managers", "rule": "any", "remind_hours": 8, "escalate_hours": 24}
        )

    def save(self) -> None:
        self.authority.steps = self.words()["steps"]
        self.authority.save()
